using Replication.Core.Rules.Profiles;

namespace Replication.Core.Rules.Methods;

/// <summary>
/// The steps of each method in their order (PRC-01, PRC-02, PRC-08). The integrity snapshot is taken under every profile: an
/// incremental builds on it (PRC-03), and only document 002, which knows no incrementals, does not speak of it.
/// </summary>
public static class TransferSteps
{
    public static IReadOnlyList<TransferStep> Of(TransferMethod method, GuestFamily? guest, bool injects, RuleProfile profile) => method switch
    {
        TransferMethod.Ebs => [.. Ebs(injects)],
        TransferMethod.Import => [
            TransferStep.UploadImages, TransferStep.ImportImages, TransferStep.ReadSnapshotsBack, TransferStep.RemoveUploads, TransferStep.CreateOrReuseInstance,
        ],
        TransferMethod.HotAdd => [.. HotAdd(guest, injects, profile)],
        _ => [TransferStep.StartSnapshots, TransferStep.PutBlocks, TransferStep.CompleteSnapshots, TransferStep.CreateMachine],
    };

    private static IEnumerable<TransferStep> Ebs(bool injects)
    {
        yield return TransferStep.StartSnapshots;
        yield return TransferStep.PutBlocks;
        yield return TransferStep.CompleteSnapshots;
        if (injects) yield return TransferStep.InjectDrivers;
        yield return TransferStep.CreateOrReuseInstance;
    }

    private static IEnumerable<TransferStep> HotAdd(GuestFamily? guest, bool injects, RuleProfile profile)
    {
        yield return TransferStep.CreateVolumes;
        yield return TransferStep.AttachVolumes;
        yield return TransferStep.RestoreData;
        yield return TransferStep.TakeIntegritySnapshots;
        if (injects) yield return TransferStep.InjectDrivers;
        yield return TransferStep.DetachVolumes;
        yield return TransferStep.CreateOrReuseInstance;
        if (guest == GuestFamily.Windows && profile.DriverCompletion.Value == DriverCompletion.AutomaticLogon) yield return TransferStep.LogOnAutomatically;
    }
}
