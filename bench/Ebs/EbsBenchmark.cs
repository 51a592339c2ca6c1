using System.Globalization;
using Replication.Bench.Benchmarks;
using Replication.Bench.Images;
using Replication.Bench.Ours;
using Replication.Bench.Report;
using Replication.Bench.Running;

namespace Replication.Bench.Ebs;

/// <summary>
/// Upload and download of a half-empty disk through the EBS client and our own server over loopback, against a loop that
/// only puts. Client and server share the machine's cores; the client's own cost is told by its CPU time.
/// </summary>
internal sealed class EbsBenchmark : IBenchmark
{
    private const long Length = 4L << 30;
    private const long Run = 16L << 20;

    /// <summary>1,000 blocks: what an account's default quota lets through in a second.</summary>
    private const double QuotaBytes = 500 * 1024 * 1024;

    private const long PeakLimit = 300L << 20;

    public string Name => "ebs";

    public async Task<BenchmarkResult> RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        RawImage image = RawImage.Create(context.PathOf("disk.raw"), new DataLayout(context.Scaled(Length), Run, 2 * Run));
        string expected = await ContentHash.OfFileAsync(image.Path, cancellationToken);
        var upload = new Series("upload");
        var download = new Series("download");
        var bare = new Series("bare loop of puts");
        double uploadCpu = double.MaxValue;
        double downloadCpu = double.MaxValue;
        double bareCpu = double.MaxValue;
        for (int round = 0; round < context.Rounds; round++)
        {
            context.Round(round);
            string store = context.PathOf("server");
            string state = context.PathOf("client");
            await using (EbsServerProcess server = await EbsServerProcess.StartAsync(store, cancellationToken))
            {
                (Sample sample, ChildReport report) = await Child.RunAsync(cancellationToken, "ebs", "upload", server.Url, state, image.Path);
                upload.Add(sample);
                uploadCpu = Math.Min(uploadCpu, report.CpuSeconds);
                string target = context.PathOf("back.raw");
                (sample, ChildReport back) = await Child.RunAsync(cancellationToken, "ebs", "download", server.Url, state, report.Text!, target);
                download.Add(sample);
                downloadCpu = Math.Min(downloadCpu, back.CpuSeconds);
                ContentHash.RequireEqual("What was downloaded", expected, await ContentHash.OfFileAsync(target, cancellationToken));
                File.Delete(target);
            }

            Directory.Delete(store, recursive: true);
            Directory.Delete(state, recursive: true);

            // A server that is as new as the one that took the upload: neither finds it warmed up by the other.
            await using (EbsServerProcess server = await EbsServerProcess.StartAsync(store, cancellationToken))
            {
                (Sample sample, ChildReport report) = await Child.RunAsync(cancellationToken, "ebs", "bare", server.Url, image.Path);
                bare.Add(sample);
                bareCpu = Math.Min(bareCpu, report.CpuSeconds);
            }

            Directory.Delete(store, recursive: true);
        }

        double quota = image.Layout.DataBytes / QuotaBytes;
        return new BenchmarkResult
        {
            Title = "EBS client",
            Setup = $"A raw image of {Units.Size(image.Layout.Length)} that holds {Units.Size(image.Layout.DataBytes)} of incompressible data, to and from our own server over "
                + "loopback (HTTP). Server and client are processes of their own on the same cores.",
            Series = [upload, download, bare],
            Targets =
            [
                new Target("Upload: speed / bare loop of puts", bare.Best / upload.Best, 0.6, IsMaximum: false),
                new Target("Download: speed / bare loop of puts", bare.Best / download.Best, 0.6, IsMaximum: false),
                new Target("Upload: CPU of the client per 500 MiB", uploadCpu / quota, 1, Unit: " s"),
                new Target("Download: CPU of the client per 500 MiB", downloadCpu / quota, 1, Unit: " s"),
                new Target("Upload: peak memory", upload.PeakBytes / (double)(1 << 20), PeakLimit >> 20, Unit: " MiB"),
                new Target("Download: peak memory", download.PeakBytes / (double)(1 << 20), PeakLimit >> 20, Unit: " MiB"),
            ],
            Notes =
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"CPU of the client in the cheapest run, user and system: upload {uploadCpu:F2} s, download {downloadCpu:F2} s, bare loop {bareCpu:F2} s. The bare loop reads, hashes, signs and puts with 16 calls at once; it keeps nothing and repeats nothing."),
                Limits.Compiling(upload),
            ],
        };
    }
}
