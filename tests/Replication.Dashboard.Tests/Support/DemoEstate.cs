using Replication.Core.Boot;
using Replication.Core.Catalog;
using Replication.Core.Failover;
using Replication.Core.Groups;
using Replication.Core.Health;
using Replication.Core.Jobs;
using Replication.Core.Mounts;
using Replication.Core.Policies;
using Replication.Core.RecoveryPoints;
using Replication.Core.Snapshots;
using Replication.Core.States;
using Replication.Core.Transfer;

namespace Replication.Dashboard.Tests.Support;

/// <summary>A small company in a mixed condition: everything that the pages can show is in it.</summary>
internal static class DemoEstate
{
    public const string WebId = "vm-1";
    public const string DatabaseId = "vm-4";
    public const string DatabaseGroupId = "group-2";

    /// <summary>A transparent picture of one pixel.</summary>
    public static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static string ScreenPath(string root) => Path.Combine(root, "screen.png");

    /// <summary>Two processes of one shared catalog, of which the first runs a job.</summary>
    public static Task<IReadOnlyList<PresentAgent>?> Agents(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<PresentAgent>?>(
        [new PresentAgent("agent-1:4711", DateTimeOffset.UtcNow.AddHours(-30)), new PresentAgent("agent-2.recovery.example.com:812:0a1b2c3d", DateTimeOffset.UtcNow.AddMinutes(-12))]);

    public static void Fill(Seed seed, string root)
    {
        seed.AddSites("Head office", "Recovery site Ōsaka");
        ReplicationPolicy webPolicy = new() { Id = "policy-web", Name = "Every 5 minutes", DailyPoints = 14, ApplicationConsistencyInterval = TimeSpan.FromHours(4) };
        ReplicationGroup web = seed.AddGroup("Web shop", webPolicy);
        ReplicationGroup databases = seed.AddGroup("Databases", new ReplicationPolicy { Id = "policy-db", Name = "Every 30 seconds", ReplicationFrequency = TimeSpan.FromSeconds(30), RpoThreshold = TimeSpan.FromMinutes(5) });
        ReplicationGroup office = seed.AddGroup("Office");

        ReplicatedVM web01 = seed.AddVm("web01", web, ReplicationState.Replicating, PointAges(), changePoint: (at, point) => Proof(seed, root, at, point), manifests: true);
        seed.AddHistory(web01, webPolicy, Arrivals(seed.Now));
        seed.AddHistory(seed.AddVm("web02", web, ReplicationState.Replicating, [TimeSpan.FromMinutes(4)]), webPolicy, Arrivals(seed.Now.AddHours(-6)).Concat(Arrivals(seed.Now).TakeLast(70)));
        seed.AddVm("web03-with-a-rather-long-host-name.shop.example.com", web, ReplicationState.Replicating, [TimeSpan.FromMinutes(3)], vm => vm with { TestMachineId = "test-web03", TestPointId = vm.LatestPointId });
        ReplicatedVM db01 = seed.AddVm("db01", databases, ReplicationState.Replicating, [TimeSpan.FromMinutes(190)],
            vm => vm with { Statistics = vm.Statistics with { LastError = "EndpointUnreachable", FailedReplicationCount = 31 } });
        seed.AddHistory(db01, webPolicy, Arrivals(seed.Now.AddMinutes(-190)));
        ReplicatedVM db02 = seed.AddVm("db02", databases, ReplicationState.Resynchronizing, [TimeSpan.FromMinutes(12)]);
        seed.AddVm("mail", office, ReplicationState.WaitingForStartResynchronize, [TimeSpan.FromHours(2)]);
        seed.AddVm("files", office, ReplicationState.Suspended, [TimeSpan.FromMinutes(9)]);
        seed.AddVm("print", office, ReplicationState.ReadyForInitialReplication, []);
        seed.AddVm("legacy", office, ReplicationState.FailedOverWaitingCompletion, [TimeSpan.FromMinutes(50)]);
        seed.AddVm("שרת-ראשי", office, ReplicationState.Replicating, [TimeSpan.FromMinutes(2)]);

        seed.AddJob("Replicate", web01, JobState.Succeeded, TimeSpan.FromMinutes(6), TimeSpan.FromSeconds(38));
        seed.AddJob("Replicate", db01, JobState.Failed, TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(20), job => job with
        {
            CanContinue = true,
            Error = new JobError("EndpointUnreachable", "Site Recovery site Ōsaka", "Site Recovery site Ōsaka: It does not answer at https://198.51.100.7:9600. Needed: a network path to it.", true),
        });
        seed.AddJob("Resynchronize", db02, JobState.Running, TimeSpan.FromMinutes(4), null, job => job with
        {
            Owner = "agent-1:4711",
            Progress = new TransferProgress("disk0: sending", 37L << 30, 60L << 30, 37L << 30, 2L << 30),
            Plan = new JobPlan("Resynchronise db02", [new JobPlanStep("Capture/db02", "Hold the disks of db02 at site Head office at one instant."), new JobPlanStep("Transfer", "Send the blocks that differ.")], ["The network is slow at the moment."]),
        });
        seed.AddJob("Replicate", web01, JobState.Queued, TimeSpan.FromSeconds(20));
        Drills(seed, root, web01);
        seed.Add(new PointMount
        {
            Id = "0a1b2c3d4e",
            VmId = web01.Id,
            VmName = web01.Name,
            PointId = web01.LatestPointId!,
            SourceTime = seed.Now.AddMinutes(-4),
            SiteId = Seed.TargetSite,
            MountState = MountState.Mounted,
            Writable = true,
            CreatedAt = seed.Now.AddMinutes(-2),
            Disks = [new MountDisk("disk0", "store", "snap-1", 1L << 34, 512)],
        });
        foreach ((int at, string verb) in ((string[])["AddSite", "AddSite", "NewGroup", "AddVM", "Replicate", "StartTestFailover", "SetGroup"]).Index())
            seed.Audit(new AuditEntry(seed.Now.AddMinutes(-90 + at * 7), at % 2 == 0 ? "anna@console" : "ben@dashboard", verb, "web01", at == 4 ? "Failed" : "Succeeded", at == 4 ? "Site Recovery site Ōsaka does not answer." : null));
    }

    private static List<TimeSpan> PointAges()
    {
        List<TimeSpan> ages = [TimeSpan.FromMinutes(4)];
        ages.AddRange(Enumerable.Range(1, 23).Select(hour => TimeSpan.FromMinutes(hour * 60 - 3)));
        ages.AddRange(Enumerable.Range(1, 14).Select(day => TimeSpan.FromHours(day * 24 + 12)));
        return ages;
    }

    /// <summary>Three days at five minutes each, with a slow hour, and one in which nothing came.</summary>
    private static IEnumerable<PointArrival> Arrivals(DateTimeOffset now)
    {
        for (int minutes = 3 * 24 * 60; minutes >= 4; minutes -= 5)
        {
            if (minutes is > 300 and < 345) continue;
            double latency = minutes is > 700 and < 760 ? 540 : 35 + minutes % 7 * 9;
            DateTimeOffset source = now.AddMinutes(-minutes);
            if (source.AddSeconds(latency) <= now) yield return new PointArrival(source, source.AddSeconds(latency), 40L << 20);
        }
    }

    private static RecoveryPoint Proof(Seed seed, string root, int at, RecoveryPoint point) => at switch
    {
        1 => point with { BootCheck = Check(seed, root, passed: true) },
        5 => point with { BootCheck = Check(seed, root, passed: false), Consistency = Consistency.ApplicationConsistent },
        9 => point with { Verification = Verification.ReadBack, Consistency = Consistency.ApplicationConsistent, Pinned = true },
        13 => point with { Consistency = Consistency.ApplicationConsistent },
        _ => point,
    };

    private static BootCheck Check(Seed seed, string root, bool passed) => new(
        seed.Now.AddMinutes(-30), new BootProbe { ConsolePattern = "login:", TcpPort = 443, Limit = TimeSpan.FromMinutes(5) },
        new BootObservation(
            passed, passed ? null : "TCP port 443 did not accept a connection within 300 s.", TimeSpan.FromSeconds(passed ? 31 : 300),
            "[  OK  ] Reached target Multi-User System.\nDebian GNU/Linux 12 web01 ttyS0\n\nweb01 login:", ScreenPath(root)),
        TimeSpan.FromSeconds(passed ? 58 : 330));

    private static void Drills(Seed seed, string root, ReplicatedVM vm)
    {
        File.WriteAllBytes(ScreenPath(root), Png);
        seed.AddJob("StartTestFailover", vm, JobState.Succeeded, TimeSpan.FromHours(5), TimeSpan.FromSeconds(64), job => job with
        {
            Result = JobParameters.Format(new FailoverResult(
                "test-web01", "web01 - Test", "Recovery site Ōsaka", vm.LatestPointId!, new Dictionary<string, BlockDigest> { ["disk0"] = BlockDigest.Compute(new byte[512]) }, 6L << 30, true, null)),
        });
        foreach (bool passed in (bool[])[true, false])
        {
            ReplicationJob job = seed.AddJob(
                CheckBootHandler.VerbName, vm, passed ? JobState.Succeeded : JobState.Failed, TimeSpan.FromHours(passed ? 1 : 6), TimeSpan.FromSeconds(70),
                made => passed ? made : made with { Error = new JobError("BootCheckFailed", vm.Name, "TCP port 443 did not accept a connection within 300 s.", false) });
            seed.Add(new JobStep { Id = $"{job.Id}-1", JobId = job.Id, Name = "ChoosePoint", StepState = StepState.Done, At = job.SubmittedAt, Output = JobParameters.Format(seed.Point(vm.Id, vm.Name, new ReplicationGroup { Id = vm.GroupId, Name = "Web shop", SourceSiteId = Seed.SourceSite, TargetSiteId = Seed.TargetSite, PolicyId = "policy-web" }, 9, seed.Now.AddHours(-1))) });
            seed.Add(new JobStep { Id = $"{job.Id}-2", JobId = job.Id, Name = "Boot", StepState = StepState.Done, At = job.SubmittedAt.AddMinutes(1), Output = JobParameters.Format(Check(seed, root, passed)) });
        }

        seed.AddJob(VerifyPointHandler.VerbName, vm, JobState.Succeeded, TimeSpan.FromHours(8), TimeSpan.FromSeconds(90), job => job with
        {
            Result = JobParameters.Format(new VerifyPointResult("p0029", new Dictionary<string, BlockDigest>(), 16L << 30)),
        });
    }
}
