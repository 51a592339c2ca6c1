using Replication.Agent.Server.Faults;
using Replication.Ec2Facade.Tests.Support;

namespace Replication.Ec2Facade.Tests;

/// <summary>The server's fault rules reach EC2 and S3 as the real services would fail.</summary>
public class FaultTests
{
    [Fact]
    public async Task Injected_faults_look_like_those_of_the_services()
    {
        var plan = new FaultPlan(
        [
            new FaultRule { Kind = FaultKind.Throttle, Service = "ec2", Operation = "DescribeRegions", LastCall = 1 },
            new FaultRule { Kind = FaultKind.NotFoundAfterCreation, Service = "ec2", Operation = "DescribeVolumes", Calls = 2 },
            new FaultRule { Kind = FaultKind.EmptyPage, Service = "ec2", Operation = "DescribeSubnets", LastCall = 1 },
            new FaultRule { Kind = FaultKind.DropAfterEffect, Service = "s3", Operation = "CreateBucket", LastCall = 1 },
            new FaultRule { Kind = FaultKind.Throttle, Service = "s3", Operation = "ListBuckets", LastCall = 1 },
        ]);
        await using Facade facade = await Facade.StartAsync(faults: plan);
        await Python.RunAsync(facade, "faults.py", "all_kinds");
        Assert.Equal(6, plan.Injected);
    }
}
