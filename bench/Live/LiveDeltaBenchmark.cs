using Replication.Bench.Benchmarks;
using Replication.Bench.Images;
using Replication.Bench.Ours;
using Replication.Bench.Report;
using Replication.Bench.Running;

namespace Replication.Bench.Live;

/// <summary>The delta of a running machine, on disks of two lengths with the same change: it is the change that is to cost, not the disk.</summary>
internal sealed class LiveDeltaBenchmark : IBenchmark
{
    private const long Small = 4L << 30;
    private const long Large = 64L << 30;
    private const long DataRun = 16L << 20;
    private const int Runs = 16;
    private const int Grain = 64 << 10;
    private const int Writes = 160;
    private const double Ratio = 1.2;

    public string Name => "live-delta";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        if (!Command.IsInstalled(Qemu.Program)) return Qemu.NotInstalled("Delta of a running machine");
        var small = new Series($"delta, disk of {Units.Size(Small)}");
        var large = new Series($"delta, disk of {Units.Size(Large)}");
        (Series Series, long Length)[] disks = [(small, Small), (large, Large)];
        var machines = new List<(Replica Replica, RunningVm Vm)>();
        var sent = new Dictionary<Series, long>();
        try
        {
            foreach ((_, long length) in disks)
            {
                string name = $"{length >> 30}";
                RawImage image = RawImage.Create(context.PathOf($"disk{name}.raw"), new DataLayout(length, DataRun, length / Runs));
                Replica replica = await Replica.CreateAsync(context.PathOf($"ours{name}"), image.Path, cancellationToken, hypervisor: "qemu");
                machines.Add((replica, await RunningVm.StartAsync(replica, cancellationToken)));
                await replica.ReplicateAsync(cancellationToken);
            }

            for (int round = 0; round < context.Rounds; round++)
            {
                context.Round(round);
                for (int index = 0; index < disks.Length; index++)
                {
                    (Series series, long length) = disks[index];
                    var random = new Random(round);
                    var grains = new HashSet<long>();
                    while (grains.Count < Writes) grains.Add(random.NextInt64(length / Grain));
                    foreach (long grain in grains) await machines[index].Vm.WriteAsync(grain * Grain, Grain, (int)(grain % 200) + round, cancellationToken);
                    (Sample sample, ChildReport report) = await machines[index].Replica.ReplicateAsync(cancellationToken);
                    series.Add(sample);
                    sent[series] = report.BytesSent;
                }
            }
        }
        finally
        {
            foreach ((_, RunningVm vm) in machines) await vm.DisposeAsync();
        }

        foreach ((Replica replica, _) in machines) await replica.VerifyAsync(cancellationToken);
        return new BenchmarkResult
        {
            Title = "Delta of a running machine",
            Setup = $"Two machines that run, with {Units.Size(Runs * DataRun)} of data on disks of {Units.Size(Small)} and {Units.Size(Large)}. Before each round {Writes} grains of {Units.Size(Grain)} at random places are "
                + $"written at the device of the guest, {Units.Size((long)Writes * Grain)} in as many blocks of 512 KiB, which are what is read and put: the last deltas sent {Units.Size(sent[small])} and {Units.Size(sent[large])}.",
            Series = [small, large],
            Targets =
            [
                new Target($"Delta of a running machine: {Units.Size(Large)} / {Units.Size(Small)}, same change (medians)", large.Median / small.Median, Ratio),
                new Target($"Delta of a running machine, bytes sent: {Units.Size(Large)} / {Units.Size(Small)}, same change", (double)sent[large] / sent[small], Ratio),
            ],
            Notes = ["The verb with its job, its capture and its point. At the end the newest point of each disk is read again and compared with the disk."],
        };
    }
}
