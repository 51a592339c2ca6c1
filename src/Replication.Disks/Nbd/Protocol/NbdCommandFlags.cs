namespace Replication.Disks.Nbd;

/// <summary>NBD_CMD_FLAG_*: how a request is to be done.</summary>
[Flags]
internal enum NbdCommandFlags : ushort
{
    None = 0,

    /// <summary>Answered only when durable.</summary>
    ForceUnitAccess = 1 << 0,
    NoHole = 1 << 1,
    DontFragment = 1 << 2,

    /// <summary>One descriptor of block status, not beyond the range that was asked about.</summary>
    RequestOne = 1 << 3,

    /// <summary>Zeroes only if that is quicker than writing them; refused at once otherwise.</summary>
    FastZero = 1 << 4,
}
