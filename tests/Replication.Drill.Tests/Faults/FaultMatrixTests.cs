using System.Collections.Concurrent;
using Replication.Agent.Server.Faults;
using Replication.Drill.Tests.Support;

namespace Replication.Drill.Tests.Faults;

/// <summary>
/// The life of a VM with one fault at one call: every verb succeeds, at once where the fault passes by itself and else when
/// it is repeated, everything is bit-exact, and nothing is left behind. All faults at the first, a middle and the last
/// call of each operation run when REPLICATION_LONG_TESTS is 1 (of one kind when REPLICATION_FAULT_KIND names it); otherwise a
/// sample that goes through operations and kinds.
/// </summary>
public class FaultMatrixTests(ITestOutputHelper output)
{
    /// <summary>A life takes a few seconds; one that takes this long hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Directions share nearly all of their operations, so each takes its share of them in the sample.</summary>
    private const int Directions = 3;

    private static bool IsLong => Environment.GetEnvironmentVariable("REPLICATION_LONG_TESTS") == "1";

    [Fact]
    public Task INV_02_local_to_aws_survives_every_fault() => RunAsync(Direction.LocalToAws, 0);

    [Fact]
    public Task INV_02_aws_to_aws_survives_every_fault() => RunAsync(Direction.AwsToAws, 1);

    [Fact]
    public Task INV_02_aws_to_local_survives_every_fault() => RunAsync(Direction.AwsToLocal, 2);

    private async Task RunAsync(Direction direction, int share)
    {
        IReadOnlyDictionary<(string Service, string Operation), long> calls = await CountAsync(direction);
        List<FaultCase> cases = [.. Choose(calls, share)];
        Assert.NotEmpty(cases);
        var failures = new ConcurrentBag<string>();
        var endings = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            cases,
            new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken },
            async (chosen, token) =>
            {
                try
                {
                    endings.Add(await RunAsync(direction, chosen, token));
                }
                catch (Exception error) when (!token.IsCancellationRequested)
                {
                    failures.Add($"{direction}, {chosen}: {error.Message}");
                    output.WriteLine(failures.First());
                }
            });
        output.WriteLine($"{direction}: {calls.Count} operations, {calls.Values.Sum()} calls, {cases.Count} lives with a fault.");
        foreach (var ending in endings.CountBy(ending => ending).OrderByDescending(ending => ending.Value)) output.WriteLine($"{ending.Value} {ending.Key}");
        Assert.True(failures.IsEmpty, $"{failures.Count} of {cases.Count}:\n{string.Join('\n', failures.Order(StringComparer.Ordinal))}");
    }

    private static IEnumerable<FaultCase> Choose(IReadOnlyDictionary<(string Service, string Operation), long> calls, int share)
    {
        var operations = calls.OrderBy(call => call.Key).Select(call => FaultCase.Of(call.Key.Service, call.Key.Operation, call.Value).ToList());
        if (IsLong)
        {
            string? kind = Environment.GetEnvironmentVariable("REPLICATION_FAULT_KIND");
            return operations.SelectMany(cases => cases).Where(chosen => string.IsNullOrEmpty(kind) || chosen.Rule.Kind.ToString() == kind);
        }

        // The stride goes through kinds and positions while the operations go by.
        return operations.Select((cases, index) => (Index: index, Chosen: cases[index * 7 % cases.Count])).Where(pair => pair.Index % Directions == share).Select(pair => pair.Chosen);
    }

    /// <summary>The undisturbed life: how often it calls each operation.</summary>
    private static async Task<IReadOnlyDictionary<(string Service, string Operation), long>> CountAsync(Direction direction)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await using DrillLab lab = await DrillLab.StartAsync(direction, new HurriedTime(20), cancellationToken);
        var verbs = new FaultyVerbs(lab);
        await new Life(lab, verbs, cancellationToken).RunAsync();
        Assert.Empty(verbs.Failed);
        return lab.Faults.Plan.Calls;
    }

    private static async Task<string> RunAsync(Direction direction, FaultCase chosen, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await using DrillLab lab = await DrillLab.StartAsync(direction, new HurriedTime(20), patience.Token);
        var plan = new FaultPlan([chosen.Rule]);
        lab.Faults.Plan = plan;
        var verbs = new FaultyVerbs(lab);
        await new Life(lab, verbs, patience.Token).RunAsync();
        if (plan.Injected == 0)
        {
            // Nothing was young enough at that call, or concurrent calls made fewer of them this time.
            return "not met";
        }

        Assert.True(verbs.Failed.Count == 0 || !chosen.PassesByItself, $"A verb failed although the fault passes by itself: {string.Join(", ", verbs.Failed)}");
        return verbs.Failed.Count == 0 ? "absorbed" : $"repeated after {string.Join(", ", verbs.Failed)}";
    }
}
