using Replication.Bench.Images;
using Replication.Bench.Ours;
using Replication.Bench.Peers;
using Replication.Bench.Report;
using Replication.Bench.Running;

namespace Replication.Bench.Benchmarks;

/// <summary>A recovery point as a raw image, against copying an equal file.</summary>
internal sealed class ExportBenchmark : IBenchmark
{
    private const long Length = 4L << 30;
    private const long Run = 16L << 20;

    public string Name => "export";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        RawImage image = RawImage.Create(context.PathOf("disk.raw"), new DataLayout(context.Scaled(Length), Run, 2 * Run));
        Replica replica = await Replica.CreateAsync(context.PathOf("ours"), image.Path, cancellationToken);
        await replica.ReplicateAsync(cancellationToken);
        string expected = await ContentHash.OfFileAsync(image.Path, cancellationToken);
        var write = new Series("Replication, writing the image");
        var export = new Series("Replication, export verb");
        Series copy = Peer.SeriesOf("cp", "cp --sparse=always");
        for (int round = 0; round < context.Rounds; round++)
        {
            context.Round(round);
            string written = context.PathOf("written.raw");
            write.Add((await Child.RunAsync(cancellationToken, "write", replica.Store, written)).Sample);
            await CheckAsync(written, expected, cancellationToken);

            string exported = context.PathOf("exported");
            export.Add((await Child.RunAsync(cancellationToken, "export", replica.Workspace, exported)).Sample);
            await CheckAsync(Directory.GetFiles(exported).Single(), expected, cancellationToken);

            if (copy.Skipped is not null) continue;
            string copied = context.PathOf("copied.raw");
            await Peer.RunAsync(copy, "cp", ["--sparse=always", image.Path, copied], cancellationToken);
            if (round == 0) await Command.RunAsync("cmp", [image.Path, copied], cancellationToken);
            File.Delete(copied);
        }

        return new BenchmarkResult
        {
            Title = "Export to raw",
            Setup = $"The point of a disk of {Units.Size(image.Layout.Length)} with {Units.Size(image.Layout.DataBytes)} of data, written as a sparse raw image. Writing proves every block against its SHA-256 before it is written, reads back and compares what was written, and flushes the file; "
                + "the verb does it as a job, with its journal, and proves the digests against the root hash of the point.",
            Series = [write, export, copy],
            Targets =
            [
                new Target("Export to raw, writing: speed / cp --sparse=always", copy.HasRun ? copy.Best / write.Best : null, 0.8, IsMaximum: false),
                new Target("Export to raw, whole verb: speed / cp --sparse=always", copy.HasRun ? copy.Best / export.Best : null, 0.8, IsMaximum: false),
            ],
            Notes =
            [
                "cp neither proves what it reads nor flushes what it wrote. Checked: its copy with `cmp`.",
                Limits.HashAndCopy(context.Facts.Speeds, image.Layout.DataBytes, write.Best),
            ],
        };
    }

    private static async Task CheckAsync(string path, string expected, CancellationToken cancellationToken)
    {
        ContentHash.RequireEqual(path, expected, await ContentHash.OfFileAsync(path, cancellationToken));
        File.Delete(path);
    }
}
