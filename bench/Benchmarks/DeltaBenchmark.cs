using Replication.Bench.Images;
using Replication.Bench.Ours;
using Replication.Bench.Peers;
using Replication.Bench.Report;
using Replication.Bench.Running;
using Replication.Core.Snapshots;

namespace Replication.Bench.Benchmarks;

/// <summary>
/// Finding and moving what changed on a disk that nobody tracked, against rsync on a pair of files. Measured on a disk
/// with holes, as disks of machines are, and on one without: rsync reads holes like data, which is not all of our lead.
/// </summary>
internal sealed class DeltaBenchmark(string name, string kind, DataLayout full) : IBenchmark
{
    private const long Data = 2L << 30;
    private const long Run = 16L << 20;
    private const double Changed = 0.01;

    public static DeltaBenchmark HalfEmpty { get; } = new("delta", "half-empty disk", new DataLayout(2 * Data, Run, 2 * Run));

    public static DeltaBenchmark Dense { get; } = new("delta-dense", "disk without holes", DataLayout.Dense(Data));

    public string Name => name;

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        RawImage image = RawImage.Create(context.PathOf("disk.raw"), full with { Length = context.Scaled(full.Length) });
        IReadOnlyList<long> blocks = image.Choose(Changed, BlockGeometry.BlockSize);
        string copy = context.PathOf("copy.raw");
        File.Copy(image.Path, copy);
        Replica replica = await Replica.CreateAsync(context.PathOf("ours"), image.Path, cancellationToken);
        await replica.ReplicateAsync(cancellationToken);

        var ours = new Series("Replication, delta by fingerprint");
        Series rsync = Peer.SeriesOf("rsync", "rsync --inplace --no-whole-file");
        long read = 0, sent = 0;
        for (int round = 0; round < context.Rounds; round++)
        {
            context.Round(round);
            // Each round gives the same blocks another content; the point before it and rsync's copy are the old state.
            image.Overwrite(blocks, BlockGeometry.BlockSize, generation: round + 1);
            (Sample sample, ChildReport report) = await replica.ReplicateAsync(cancellationToken);
            ours.Add(sample);
            (read, sent) = (report.BytesRead, report.BytesSent);
            await replica.VerifyAsync(cancellationToken);
            if (rsync.Skipped is not null) continue;
            await Peer.RunAsync(rsync, "rsync", ["--inplace", "--no-whole-file", "--ignore-times", image.Path, copy], cancellationToken);
            if (round == 0) await Command.RunAsync("cmp", [image.Path, copy], cancellationToken);
        }

        return new BenchmarkResult
        {
            Title = $"Delta by fingerprint, {kind}",
            Setup = $"A raw image of {Units.Size(image.Layout.Length)} with {Units.Size(image.Layout.DataBytes)} of data, {blocks.Count} of its blocks of 512 KiB rewritten before each round; no change tracking. "
                + $"Ours read {Units.Size(read)} and sent {Units.Size(sent)}.",
            Series = [ours, rsync],
            Targets =
            [
                new Target($"Delta / rsync, {kind}", rsync.HasRun ? ours.Best / rsync.Best : null, 0.4),
                new Target($"Delta, bytes read per second / SHA-256 speed of one core, {kind}", read / ours.Best / context.Facts.Speeds.HashOneCore, 0.7, IsMaximum: false),
            ],
            Notes =
            [
                "rsync reads both files, ours reads one: what the other side holds is known by its digests. Checked: rsync's copy with `cmp`.",
                Limits.Compiling(ours),
                Limits.Hash(context.Facts.Speeds, read, ours.Best),
            ],
        };
    }
}
