namespace Replication.Core.Rules.Methods;

/// <summary>What a transfer does at the destination, as plans list it.</summary>
public enum TransferStep
{
    StartSnapshots,
    PutBlocks,
    CompleteSnapshots,
    UploadImages,
    ImportImages,
    ReadSnapshotsBack,
    RemoveUploads,
    CreateVolumes,
    AttachVolumes,
    RestoreData,
    TakeIntegritySnapshots,
    InjectDrivers,
    DetachVolumes,
    CreateOrReuseInstance,
    LogOnAutomatically,
    CreateMachine,
}
