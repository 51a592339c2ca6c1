namespace Replication.Disks.Vmdk;

internal enum RunState
{
    /// <summary>This image says nothing: the parent decides, and without one the bytes are zero.</summary>
    Absent,

    /// <summary>This image says zeros, whatever the parent has.</summary>
    Zero,
    Data,
}
