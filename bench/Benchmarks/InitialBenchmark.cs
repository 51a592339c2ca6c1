using Replication.Bench.Images;
using Replication.Bench.Ours;
using Replication.Bench.Peers;
using Replication.Bench.Report;
using Replication.Bench.Running;

namespace Replication.Bench.Benchmarks;

/// <summary>First replication of a half-empty disk, against copying it, and against backup programs that hash as we do.</summary>
internal sealed class InitialBenchmark : IBenchmark
{
    private const long Length = 4L << 30;

    /// <summary>Data and holes take turns at this size.</summary>
    private const long Run = 16L << 20;

    public string Name => "initial";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        RawImage image = RawImage.Create(context.PathOf("disk.raw"), new DataLayout(context.Scaled(Length), Run, 2 * Run));
        var ours = new Series("Replication, initial");
        var bare = new Series("bare read-hash-write loop");
        Series qemu = Peer.SeriesOf("qemu-img", "qemu-img convert -O qcow2 -W");
        var restic = new ResticPeer(context.PathOf("restic"));
        var borg = new BorgPeer(context.PathOf("borg"));
        for (int round = 0; round < context.Rounds; round++)
        {
            context.Round(round);
            await ReplicateAsync(context, image, ours, cancellationToken);
            await BareAsync(context, image, bare, cancellationToken);
            if (qemu.Skipped is null) await ConvertAsync(context, image, qemu, round == 0, cancellationToken);
            await restic.RunAsync(image.Path, verify: round == 0, cancellationToken);
            await borg.RunAsync(image.Path, verify: round == 0, cancellationToken);
        }

        double? Against(Series other) => other.HasRun ? ours.Best / other.Best : null;
        return new BenchmarkResult
        {
            Title = "Initial replication",
            Setup = $"A raw image of {Units.Size(image.Layout.Length)} that holds {Units.Size(image.Layout.DataBytes)} of incompressible data in runs of {Units.Size(Run)}; "
                + "ours ends with a committed recovery point in a new store.",
            Series = [ours, bare, qemu, restic.Series, borg.Series],
            Targets =
            [
                new Target("Initial replication / qemu-img convert", Against(qemu), 1.3),
                new Target("Initial replication / bare read-hash-write loop", Against(bare), 1.3),
                new Target("Initial replication / restic backup", Against(restic.Series), 0.2),
                new Target("Initial replication / borg create", Against(borg.Series), 0.2),
            ],
            Notes =
            [
                "qemu-img neither hashes nor keeps history; restic and borg hash, cut and encrypt or index for deduplication. Checked: qcow2 with `qemu-img compare`, the repositories with `restic check --read-data` and `borg check --verify-data`.",
                Limits.HashAndCopy(context.Facts.Speeds, image.Layout.DataBytes, ours.Best),
                Limits.Gap(ours, bare),
            ],
        };
    }

    private static async Task ReplicateAsync(BenchContext context, RawImage image, Series series, CancellationToken cancellationToken)
    {
        Replica replica = await Replica.CreateAsync(context.PathOf("ours"), image.Path, cancellationToken);
        series.Add((await replica.ReplicateAsync(cancellationToken)).Sample);
        await replica.VerifyAsync(cancellationToken);
        replica.Delete();
    }

    private static async Task BareAsync(BenchContext context, RawImage image, Series series, CancellationToken cancellationToken)
    {
        string target = context.PathOf("bare");
        series.Add((await Child.RunAsync(cancellationToken, "bare", image.Path, target)).Sample);
        File.Delete(target);
    }

    private static async Task ConvertAsync(BenchContext context, RawImage image, Series series, bool verify, CancellationToken cancellationToken)
    {
        string target = context.PathOf("disk.qcow2");
        await Peer.RunAsync(series, "qemu-img", ["convert", "-f", "raw", "-O", "qcow2", "-W", image.Path, target], cancellationToken);
        if (verify) await Command.RunAsync("qemu-img", ["compare", "-f", "raw", "-F", "qcow2", image.Path, target], cancellationToken);
        File.Delete(target);
    }
}
