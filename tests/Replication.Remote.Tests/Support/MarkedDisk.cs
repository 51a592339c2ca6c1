namespace Replication.Remote.Tests.Support;

/// <summary>
/// A disk whose content is recognised on a wire: a marker stands in every page of noise, which nobody compresses, so that it would travel as it is; beside it
/// there is text, which would be compressed, and nothing.
/// </summary>
internal static class MarkedDisk
{
    public const int Length = 40 << 20;

    /// <summary>Pages that have a marker and travel as they are.</summary>
    public const int NoisePages = Noise / Page;

    private const int Noise = 24 << 20;
    private const int Text = 4 << 20;
    private const int Page = 4096;

    public static ReadOnlySpan<byte> Marker => "MARKER-OF-A-GUEST-THAT-NOBODY-BETWEEN-MAY-READ"u8;

    public static async Task MakeAsync(string path)
    {
        await using FileStream file = new(path, FileMode.Create);
        file.SetLength(Length);
        await file.WriteAsync(Content(1, Noise));
        var text = new byte[Text];
        for (int at = 0; at + Marker.Length <= Text; at += Marker.Length) Marker.CopyTo(text.AsSpan(at));
        await file.WriteAsync(text);
    }

    /// <summary>Every third block becomes another: by turns whole, and in two pages alone.</summary>
    public static async Task ChangeAsync(string path, int seed)
    {
        const int block = 512 << 10;
        await using FileStream file = new(path, FileMode.Open, FileAccess.Write);
        for (int i = 0; i < Length / block / 3; i++)
        {
            file.Position = i * 3 * block;
            await file.WriteAsync(Content(seed + i, i % 2 == 0 ? block : 2 * Page));
        }
    }

    public static int Markers(ReadOnlySpan<byte> bytes) => bytes.Count(Marker);

    private static byte[] Content(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        for (int at = 100; at < length; at += Page) Marker.CopyTo(bytes.AsSpan(at));
        return bytes;
    }
}
