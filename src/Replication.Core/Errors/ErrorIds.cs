namespace Replication.Core.Errors;

/// <summary>Ids that more than one place raises or asks for. docs/errors.md lists all of them.</summary>
public static class ErrorIds
{
    public const string TestVmNameInUse = "TestVmNameInUse";
    public const string ReplicaVmNameInUse = "ReplicaVmNameInUse";
    public const string VerificationFailed = "VerificationFailed";
    public const string SnapshotNotFound = "SnapshotNotFound";
    public const string StoreNotFound = "StoreNotFound";
    public const string StoreLocked = "StoreLocked";
    public const string CorruptBlock = "CorruptBlock";
    public const string CorruptIndex = "CorruptIndex";

    /// <summary>The operating system refused an operation on a file outside of images and stores.</summary>
    public const string InputOutputFailed = "InputOutputFailed";
    public const string AccessDenied = "AccessDenied";

    /// <summary>A defect of this program; the message has the place.</summary>
    public const string InternalError = "InternalError";
    public const string JobTakenOver = "JobTakenOver";

    /// <summary>A store has met a later run on the same VM.</summary>
    public const string StaleEpoch = "StaleEpoch";
}
