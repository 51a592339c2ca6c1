using Amazon.S3.Model;
using Replication.Aws.Tests.Sites;
using Replication.Core.Groups;
using Replication.Core.Jobs;
using Replication.Core.Machines;
using Replication.Core.RecoveryPoints;
using Replication.Core.Rules.Methods;
using Replication.Core.Transfer;

namespace Replication.Aws.Tests.Imports;

/// <summary>The engine's verbs with the method set on the group: initial, incremental, failover.</summary>
public sealed class ImportEngineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task AWS_06_INV_01_a_group_that_imports_replicates_and_fails_over_bit_for_bit(bool whole, int importsOfOneDisk)
    {
        await using ImportLab import = await ImportLab.StartAsync();
        await using EngineLab lab = await LabAsync(import, new TransferSettings { Method = TransferMethod.Import, ImportBucket = ImportLab.Bucket, WholeImages = whole });
        await lab.ReplicateAsync("web");
        Assert.Equal(2, (await import.TasksAsync()).Count);
        lab.WriteLocal("web", 0, 1 << 20, 5);
        lab.WriteLocal("web", 1, 1 << 19, 6);

        await lab.ReplicateAsync("web");

        Assert.Equal(2 * importsOfOneDisk, (await import.TasksAsync()).Count);
        Assert.Empty(await import.KeysAsync());
        IReadOnlyList<RecoveryPoint> points = await lab.PointsAsync("web");
        Assert.Equal(2, points.Count);
        await lab.RunAsync(lab.Service.Verbs.Failover(await lab.VmAsync("web"), null, noStart: false));
        Machine replica = await lab.MachineAsync(lab.Aws, (await lab.VmAsync("web")).ReplicaMachineId!);
        Assert.Equal(PowerState.Running, replica.PowerState);
        Assert.Equal(await lab.HashLocalAsync("web", 0), await import.Cloud.HashOfAsync(replica, 0));
        Assert.Equal(await lab.HashLocalAsync("web", 1), await import.Cloud.HashOfAsync(replica, 1));
    }

    [Fact]
    public async Task INV_08_a_plan_of_the_job_names_the_steps_and_changes_nothing()
    {
        await using ImportLab import = await ImportLab.StartAsync();
        await using EngineLab lab = await LabAsync(import, new TransferSettings { Method = TransferMethod.Import, ImportBucket = ImportLab.Bucket });
        ReplicatedVM vm = await lab.VmAsync("web");
        JobPlan plan = await lab.Service.PlanAsync(lab.Service.Verbs.Replicate(await lab.Service.Groups.GetAsync(vm.GroupId, Token), [vm]), Token);
        const string first = "Import: write 2 disk(s) as VmdkStreamOptimized straight to s3://images-of-the-test/imports";
        Assert.Contains(plan.Steps, step => step.Description.StartsWith(first, StringComparison.Ordinal));
        Assert.DoesNotContain((await import.S3.ListBucketsAsync(Token)).Buckets ?? [], bucket => bucket.BucketName == ImportLab.Bucket);
    }

    [Fact]
    public async Task INV_02_a_job_that_another_verb_abandons_leaves_no_image()
    {
        await using ImportLab import = await ImportLab.StartAsync();
        await using EngineLab lab = await LabAsync(import, new TransferSettings { Method = TransferMethod.Import, ImportBucket = ImportLab.Bucket });
        ReplicatedVM vm = await lab.VmAsync("web");
        JobRequest replicate = lab.Service.Verbs.Replicate(await lab.Service.Groups.GetAsync(vm.GroupId, Token), [vm]);
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => lab.Service.RunAsync(
            replicate,
            new CallbackProgress<TransferProgress>(progress =>
            {
                if (progress.Activity.Contains("disk1", StringComparison.Ordinal)) stop.Cancel();
            }),
            cancellationToken: stop.Token));
        Assert.NotEmpty(await import.KeysAsync());

        await lab.RunAsync(lab.Service.Verbs.Remove(await lab.VmAsync("web"), deletePoints: false));

        Assert.Empty(await import.KeysAsync());
        Assert.Empty(await import.Cloud.ResourcesAsync());
    }

    private static async Task<EngineLab> LabAsync(ImportLab import, TransferSettings transfer)
    {
        EngineLab lab = await EngineLab.StartAsync(import.Cloud);
        lab.AddLocalMachine("web", 3 << 20, 1 << 20);
        ReplicationGroup group = await lab.Service.Groups.NewAsync(
            "g", await lab.Service.Sites.GetAsync("hq", Token), await lab.Service.Sites.GetAsync("aws", Token), cancellationToken: Token);
        await lab.Service.Groups.SetAsync(group, present => present with { Transfer = transfer }, Token);
        await lab.Service.Groups.AddVmAsync(await lab.Service.Groups.GetAsync("g", Token), "web");
        return lab;
    }
}
