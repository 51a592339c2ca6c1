using Amazon.EC2;
using Amazon.S3;
using Replication.Aws.Methods;
using Replication.Aws.Tests.Sites;
using Replication.Conformance;
using Replication.Core.Snapshots;

namespace Replication.Aws.Tests.Imports;

/// <summary>
/// A process that dies at any call to EC2 or S3, and the next one over the same workspace. REPLICATION_LONG_TESTS=1 kills it at every call; otherwise it dies
/// at the first call of each operation.
/// </summary>
public sealed class ImportCrashTests
{
    private const long Length = 14L * BlockGeometry.BlockSize;

    private static readonly bool Long = Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1";

    /// <summary>The operations at which a process has died already; nothing where it dies at every call.</summary>
    private readonly HashSet<string>? _survived = Long ? null : [];

    private static readonly Dictionary<long, byte[]> Content = Enumerable.Range(0, 12).ToDictionary(index => (long)index, index => BlockPattern.Full(index + 1));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task INV_02_killed_at_any_call_the_repetition_ends_right_and_leaves_nothing_in_the_bucket(bool after)
    {
        await using ImportLab lab = await ImportLab.StartAsync();
        int calls = 0;
        while (await RoundAsync()) calls++;
        // Bucket, upload, parts, object, task, tags, deletion: every operation that changes something is among them.
        Assert.True(calls >= 12, $"{calls} calls");

        async Task<bool> RoundAsync()
        {
            int tasks = (await lab.TasksAsync()).Count;
            bool died = await DiesAsync(lab, calls, after, _survived);
            await using TransferMethodStore store = await lab.OpenAsync();

            SnapshotInfo made = await ImportLab.RunAsync(store, $"round {calls}", new BlockDisk(Length, Content));

            await store.HoldsAsync(made.Id, Content);
            Assert.Equal([made.Id], await lab.Cloud.ResourcesAsync());
            Assert.Empty(await lab.KeysAsync());
            // A task is followed where it was begun; only a process that read everything again and could not know that nothing has changed begins another.
            Assert.InRange((await lab.TasksAsync()).Count, tasks + 1, tasks + 2);
            await store.DeleteAsync(made.Id, TestContext.Current.CancellationToken);
            Assert.Empty(await lab.Cloud.ResourcesAsync());
            return died;
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task INV_02_a_completion_that_dies_at_any_call_is_continued_with_the_same_task(bool after)
    {
        await using ImportLab lab = await ImportLab.StartAsync();
        int calls = 0;
        while (await RoundAsync()) calls++;
        Assert.True(calls >= 6, $"{calls} calls");

        async Task<bool> RoundAsync()
        {
            int tasks = (await lab.TasksAsync()).Count;
            (string pending, CompleteSnapshotRequest request) = await UploadAsync(lab, $"round {calls}");
            bool died = false;
            var countdown = new Countdown(calls, after, _survived) { IsArmed = false };
            TransferMethodStore store = await lab.OpenAsync(ec2 => Counted(ec2, countdown), s3 => Counted(s3, countdown));
            countdown.IsArmed = true;
            try
            {
                await store.CompleteAsync(pending, request, TestContext.Current.CancellationToken);
            }
            catch (Exception) when (countdown.Died)
            {
                died = true;
            }
            finally
            {
                await ImportLab.BuryAsync(store);
            }

            await using TransferMethodStore again = await lab.OpenAsync();
            SnapshotInfo made = await again.CompleteAsync(pending, request, TestContext.Current.CancellationToken);
            await again.HoldsAsync(made.Id, Content);
            Assert.Equal(tasks + 1, (await lab.TasksAsync()).Count);
            Assert.Equal([made.Id], await lab.Cloud.ResourcesAsync());
            Assert.Empty(await lab.KeysAsync());
            await again.DeleteAsync(made.Id, TestContext.Current.CancellationToken);
            return died;
        }
    }

    private static async Task<(string Pending, CompleteSnapshotRequest Request)> UploadAsync(ImportLab lab, string token)
    {
        await using TransferMethodStore store = await lab.OpenAsync();
        await store.PrepareAsync(ImportLab.Subject(), TestContext.Current.CancellationToken);
        SnapshotInfo pending = await store.StartAsync(
            new StartSnapshotRequest { Length = Length, ClientToken = token, Purpose = ImportLab.Purpose() }, TestContext.Current.CancellationToken);
        var (_, sent) = await ImportLab.SendAsync(store, pending, new BlockDisk(Length, Content));
        return (pending.Id, new CompleteSnapshotRequest { ChangedBlocks = sent.BlocksPut, ExpectedRoot = sent.Root });
    }

    private static async Task<bool> DiesAsync(ImportLab lab, int calls, bool after, HashSet<string>? survived)
    {
        var countdown = new Countdown(calls, after, survived);
        TransferMethodStore store;
        try
        {
            store = await lab.OpenAsync(ec2 => Counted(ec2, countdown), s3 => Counted(s3, countdown));
        }
        catch (Exception) when (countdown.Died)
        {
            return true;
        }

        try
        {
            await ImportLab.RunAsync(store, $"round {calls}", new BlockDisk(Length, Content));
            return countdown.Died;
        }
        catch (Exception) when (countdown.Died)
        {
            return true;
        }
        finally
        {
            await ImportLab.BuryAsync(store);
        }
    }

    private static IAmazonEC2 Counted(IAmazonEC2 ec2, Countdown countdown) => CountedClient<IAmazonEC2>.Around(ec2, countdown);

    private static IAmazonS3 Counted(IAmazonS3 s3, Countdown countdown) => CountedClient<IAmazonS3>.Around(s3, countdown);
}
