using System.Globalization;
using System.Security.Cryptography;
using Amazon.EBS;
using Amazon.EBS.Model;
using Amazon.EC2;
using Amazon.Runtime;
using Replication.Aws.Ec2;
using Replication.Aws.Sessions;
using Replication.Aws.Snapshots;
using Replication.Bench.Ours;
using Replication.Core.Disks;
using Replication.Core.Snapshots;
using Replication.Core.Transfer;
using Replication.Runtime;

namespace Replication.Bench.Ebs;

/// <summary>The client's side of the EBS benchmark, in a fresh process for each measurement.</summary>
internal static class EbsClientChild
{
    /// <summary>As many as the store puts at once when nothing throttles it on a machine next door.</summary>
    private const int BareConcurrency = 16;

    public static Task<ChildReport> RunAsync(string[] args) => args switch
    {
        ["upload", var url, var state, var image] => UploadAsync(url, state, image),
        ["download", var url, var state, var snapshotId, var target] => DownloadAsync(url, state, snapshotId, target),
        ["bare", var url, var image] => BareAsync(url, image),
        _ => throw new ArgumentException("Not an EBS child command.", nameof(args)),
    };

    private static async Task<ChildReport> UploadAsync(string url, string state, string image)
    {
        using AwsSession session = Session(url);
        using AmazonEBSClient client = session.CreateEbsClient();
        using AmazonEC2Client ec2 = session.CreateEc2Client();
        await using EbsSnapshotStore store = await OpenAsync(client, ec2, state);
        await using IDiskView disk = await Tools.DiskImages.OpenAsync(image, new DiskOpenOptions { ForceRaw = true });
        var (clock, cpu) = (VerbClock.Start(), Cpu());
        SnapshotInfo started = await store.StartAsync(new Core.Snapshots.StartSnapshotRequest { Length = disk.Length });
        DiskTransferResult sent = await DiskTransfer.RunAsync(
            new DiskTransferRequest { DiskId = "disk", Source = disk, Store = store, SnapshotId = started.Id });
        await store.CompleteAsync(started.Id, new Core.Snapshots.CompleteSnapshotRequest { ChangedBlocks = sent.BlocksPut, ExpectedRoot = sent.Root });
        return Report(clock, cpu, sent.BytesRead, sent.BytesSent, started.Id);
    }

    private static async Task<ChildReport> DownloadAsync(string url, string state, string snapshotId, string target)
    {
        using AwsSession session = Session(url);
        using AmazonEBSClient client = session.CreateEbsClient();
        using AmazonEC2Client ec2 = session.CreateEc2Client();
        await using EbsSnapshotStore store = await OpenAsync(client, ec2, state);
        var (clock, cpu) = (VerbClock.Start(), Cpu());
        await using var view = new SnapshotDiskView(await store.OpenAsync(snapshotId), logicalSectorSize: 512);
        await Tools.DiskImages.CreateAsync(target, DiskFormat.Raw, view);
        return Report(clock, cpu, 0, 0, null);
    }

    /// <summary>Reads, hashes, signs and puts, and does nothing else: no journal, no digests kept, no repetition.</summary>
    private static async Task<ChildReport> BareAsync(string url, string image)
    {
        using AwsSession session = Session(url);
        using AmazonEBSClient client = session.CreateEbsClient();
        await using IDiskView disk = await Tools.DiskImages.OpenAsync(image, new DiskOpenOptions { ForceRaw = true });
        StartSnapshotResponse started = await client.StartSnapshotAsync(new Amazon.EBS.Model.StartSnapshotRequest { VolumeSize = (disk.Length + (1L << 30) - 1) >> 30 });
        var blocks = new List<long>();
        await foreach (Extent extent in disk.AllocatedExtentsAsync(0, disk.Length))
        {
            for (long offset = extent.Offset; offset < extent.End; offset += BlockGeometry.BlockSize) blocks.Add(offset / BlockGeometry.BlockSize);
        }

        var address = new Uri(url);
        var signer = new BareSigner(address.Authority);
        using var http = new HttpClient(new SocketsHttpHandler());
        var (clock, cpu) = (VerbClock.Start(), Cpu());
        long next = -1;
        await Task.WhenAll(Enumerable.Range(0, BareConcurrency).Select(_ => Task.Run(async () =>
        {
            Memory<byte> buffer = GC.AllocateUninitializedArray<byte>(BlockGeometry.BlockSize, pinned: true);
            for (long at = Interlocked.Increment(ref next); at < blocks.Count; at = Interlocked.Increment(ref next))
            {
                await disk.ReadAsync(blocks[(int)at] * BlockGeometry.BlockSize, buffer);
                string checksum = Convert.ToBase64String(SHA256.HashData(buffer.Span));
                var put = new Uri(address, string.Create(CultureInfo.InvariantCulture, $"/snapshots/{started.SnapshotId}/blocks/{blocks[(int)at]}"));
                using HttpRequestMessage request = signer.Put(put, buffer, checksum);
                using HttpResponseMessage answer = await http.SendAsync(request);
                if (!answer.IsSuccessStatusCode) throw new BenchException($"The bare loop's PUT was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }
        })));
        ChildReport report = Report(clock, cpu, 0, blocks.Count * (long)BlockGeometry.BlockSize, null);
        // The service counts: a loop that had lost blocks would be refused here.
        await client.CompleteSnapshotAsync(new Amazon.EBS.Model.CompleteSnapshotRequest { SnapshotId = started.SnapshotId, ChangedBlocksCount = blocks.Count });
        return report;
    }

    private static AwsSession Session(string url) => AwsSession.Open(
        AwsSessionSettings.Parse("bench", new Dictionary<string, string> { ["region"] = EbsServerChild.Region, ["serviceUrl"] = url }),
        new BasicAWSCredentials(EbsServerChild.KeyId, EbsServerChild.Secret));

    private static Task<EbsSnapshotStore> OpenAsync(AmazonEBSClient client, AmazonEC2Client ec2, string state) => EbsSnapshotStore.OpenAsync(
        new EbsStoreOptions { AccountId = EbsServerChild.Account, Region = EbsServerChild.Region, StateFolder = state },
        client, new Ec2SnapshotOperations(ec2));

    private static double Cpu() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static ChildReport Report(VerbClock clock, double cpuBefore, long read, long sent, string? text)
    {
        VerbTime time = clock.Stop();
        return new ChildReport(time.Seconds, 0, time.CompileSeconds, read, sent, Cpu() - cpuBefore, text);
    }
}
