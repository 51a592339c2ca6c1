namespace Replication.Disks.Tests.Overlays;

internal enum OverlayStepKind
{
    Write,
    Zero,
    Flush,
}

internal sealed record OverlayStep(OverlayStepKind Kind, int Offset, int Count, byte Value)
{
    public byte[] Bytes()
    {
        var bytes = new byte[Count];
        if (Kind == OverlayStepKind.Write) for (int i = 0; i < Count; i++) bytes[i] = (byte)(Value + (i / 512));
        return bytes;
    }
}
