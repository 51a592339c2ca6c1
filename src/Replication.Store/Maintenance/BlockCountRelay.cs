namespace Replication.Store.Maintenance;

/// <summary>Passes on the number of blocks alone.</summary>
internal sealed class BlockCountRelay(IProgress<long> next) : IProgress<VerificationProgress>
{
    public void Report(VerificationProgress value) => next.Report(value.Blocks);
}
