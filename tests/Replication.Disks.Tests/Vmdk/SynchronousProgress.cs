namespace Replication.Disks.Tests.Vmdk;

internal sealed class SynchronousProgress : IProgress<long>
{
    public List<long> Values { get; } = [];

    public void Report(long value) => Values.Add(value);
}
