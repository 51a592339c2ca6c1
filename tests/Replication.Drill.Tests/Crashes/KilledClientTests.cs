using Replication.Drill.Tests.Support;

namespace Replication.Drill.Tests.Crashes;

/// <summary>
/// The client is killed at the n-th entry of the journal of every verb of a life; each verb, repeated, ends bit-exact and
/// nothing is left behind. Every n runs when REPLICATION_LONG_TESTS is 1, otherwise one.
/// </summary>
public class KilledClientTests(ITestOutputHelper output)
{
    /// <summary>In the middle of most verbs; short ones are over by then.</summary>
    private const int Sample = 5;

    private static bool IsLong => Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1";

    [Fact]
    public Task INV_02_local_to_aws_survives_kills() => RunAsync(Direction.LocalToAws);

    [Fact]
    public Task INV_02_aws_to_aws_survives_kills() => RunAsync(Direction.AwsToAws);

    private async Task RunAsync(Direction direction)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using DrillLab lab = await DrillLab.StartAsync(direction, new HurriedTime(20), cancellationToken);
        var verbs = new KilledVerbs(lab) { Entry = IsLong ? 0 : Sample };
        var life = new Life(lab, verbs, cancellationToken);
        await life.BeginAsync();
        int before;
        do
        {
            // A cycle without a single kill has been past the last entry of every verb.
            before = verbs.Kills;
            if (IsLong) verbs.Entry++;
            await life.RunCycleAsync();
        }
        while (IsLong && verbs.Kills > before);

        if (IsLong) verbs.Entry = Sample;
        await life.EndAsync();
        output.WriteLine($"{direction}: {verbs.Kills} kills.");
        Assert.True(verbs.Kills > 0, "No process was killed.");
    }
}
