using Replication.Core.Rules;

namespace Replication.Core.Transfer;

/// <summary>What a method has to know of a disk that it brings to the destination.</summary>
/// <param name="Holder">VM that it belongs to; what is held for it is let go of by this id.</param>
/// <param name="Settings">Of the group.</param>
/// <param name="Boot">Whether the guest boots from it.</param>
/// <param name="Guest">What runs in the machine; null when it is not known.</param>
/// <param name="KeepsMachine">Whether a machine is kept at the destination that is given the disk next.</param>
public sealed record DiskPurpose(string Holder, TransferSettings Settings, bool Boot, GuestFamily? Guest, bool KeepsMachine);
