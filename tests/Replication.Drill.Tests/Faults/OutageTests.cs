using Replication.Agent.Server.Faults;
using Replication.Drill.Tests.Support;

namespace Replication.Drill.Tests.Faults;

/// <summary>A service is gone for the rest of every verb of a life, and back for the repetition.</summary>
public class OutageTests(ITestOutputHelper output)
{
    private static bool IsLong => Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1";

    [Theory]
    [InlineData("ebs", FaultKind.Unavailable, 3)]
    [InlineData("s3", FaultKind.ExpiredCredentials, 4)]
    [InlineData("ec2", FaultKind.ExpiredCredentials, 2)]
    public Task INV_02_verbs_continue_after_an_outage(string service, FaultKind kind, int firstCall) => RunAsync(Direction.LocalToAws, service, kind, firstCall);

    // The client repeats a call of EC2 by its own clock, for most of a minute.
    [Theory]
    [InlineData("ebs", FaultKind.Throttle, 2)]
    [InlineData("ebs", FaultKind.Quota, 1)]
    [InlineData("s3", FaultKind.DropBeforeEffect, 1)]
    [InlineData("ec2", FaultKind.ExpiredCredentials, 7)]
    [InlineData("ec2", FaultKind.Unavailable, 1)]
    [InlineData("ec2", FaultKind.DropAfterEffect, 3)]
    [InlineData("ebs", FaultKind.DropAfterEffect, 5)]
    [InlineData("s3", FaultKind.Throttle, 2)]
    public Task INV_02_verbs_between_regions_continue_after_an_outage(string service, FaultKind kind, int firstCall)
    {
        if (!IsLong) Assert.Skip("Set REPLICATION_LONG_TESTS=1 to wait for clients that give up.");
        return RunAsync(Direction.AwsToAws, service, kind, firstCall);
    }

    private async Task RunAsync(Direction direction, string service, FaultKind kind, int firstCall)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using DrillLab lab = await DrillLab.StartAsync(direction, new HurriedTime(300), cancellationToken);
        var verbs = new OutageVerbs(lab, new FaultRule { Kind = kind, Service = service, FirstCall = firstCall });
        await new Life(lab, verbs, cancellationToken).RunAsync();
        Assert.NotEmpty(verbs.Failed);
        output.WriteLine($"{direction}, {kind} of {service} from call {firstCall} on: {string.Join(", ", verbs.Failed)}");
    }
}
