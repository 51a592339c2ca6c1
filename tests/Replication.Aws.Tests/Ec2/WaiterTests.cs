using Amazon.EC2;
using Amazon.EC2.Model;
using Replication.Aws.Ec2.Waiting;
using Replication.Aws.Tests.Support;
using Replication.Core.Errors;

namespace Replication.Aws.Tests.Ec2;

/// <summary>Waiting on a clock on which pauses take no time.</summary>
public sealed class WaiterTests
{
    private static readonly WaitOptions Options = new() { Timeout = TimeSpan.FromMinutes(10), NotFoundGrace = TimeSpan.FromMinutes(2) };

    private readonly InstantTime _time = new();
    private readonly Queue<Func<IReadOnlyList<string>, IReadOnlyDictionary<string, string>>> _looks = new();
    private readonly List<(TimeSpan At, string Ids)> _asked = [];

    [Fact]
    public async Task What_is_there_already_is_not_waited_for()
    {
        _looks.Enqueue(_ => States(("a", "ready")));
        Assert.Equal("ready", (await Wait("a"))["a"]);
        Assert.Equal([(TimeSpan.Zero, "a")], _asked);
    }

    [Fact]
    public async Task Looks_become_rarer_and_ask_only_for_what_is_still_missing()
    {
        for (int i = 0; i < 7; i++) _looks.Enqueue(_ => States(("a", "ready"), ("b", "making")));
        _looks.Enqueue(_ => States(("b", "ready")));
        IReadOnlyDictionary<string, string> reached = await Wait("a", "b");
        Assert.Equal(["a", "b"], reached.Keys.Order());
        Assert.Equal(["a,b", "b", "b", "b", "b", "b", "b", "b"], _asked.Select(asked => asked.Ids));
        double[] pauses = [.. _asked.Zip(_asked.Skip(1), (one, next) => (next.At - one.At).TotalSeconds)];
        double[] longest = [1, 2, 4, 8, 15, 15, 15];
        Assert.All(pauses.Zip(longest), pair => Assert.InRange(pair.First, (pair.Second / 2) - 0.01, pair.Second + 0.01));
    }

    [Fact]
    public async Task A_failed_state_ends_the_wait_and_names_state_and_reason()
    {
        _looks.Enqueue(_ => States(("a", "making")));
        _looks.Enqueue(_ => States(("a", "failed")));
        var error = await Assert.ThrowsAsync<ReplicationException>(() => Wait("a"));
        Assert.Equal(("ResourceFailed", "thing a"), (error.ErrorId, error.Target));
        Assert.Contains("failed (the disk burnt)", error.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_deadline_names_what_was_seen_last()
    {
        _looks.Enqueue(_ => States(("a", "making"), ("b", "ready")));
        var error = await Assert.ThrowsAsync<ReplicationException>(() => Wait("a", "b"));
        Assert.Equal(("WaitTimedOut", "thing a"), (error.ErrorId, error.Target));
        Assert.Contains("a making", error.Found, StringComparison.Ordinal);
        Assert.InRange(_asked[^1].At, Options.Timeout, Options.Timeout + TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task What_was_made_just_now_may_be_unknown_for_a_while()
    {
        _looks.Enqueue(_ => throw NotFound());
        _looks.Enqueue(_ => States());
        _looks.Enqueue(_ => States(("a", "ready")));
        await Wait("a");
        Assert.Equal(3, _asked.Count);
    }

    [Fact]
    public async Task What_stays_unknown_is_not_found_after_the_grace()
    {
        _looks.Enqueue(_ => throw NotFound());
        var error = await Assert.ThrowsAsync<ReplicationException>(() => Wait("a"));
        Assert.Equal("ResourceNotFound", error.ErrorId);
        Assert.InRange(_asked[^1].At, Options.NotFoundGrace, Options.NotFoundGrace + Options.MaximumDelay);
    }

    [Fact]
    public async Task What_was_seen_and_is_gone_is_not_waited_for()
    {
        _looks.Enqueue(_ => States(("a", "making")));
        _looks.Enqueue(_ => throw NotFound());
        var error = await Assert.ThrowsAsync<ReplicationException>(() => Wait("a"));
        Assert.Equal("ResourceNotFound", error.ErrorId);
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task Where_gone_is_what_is_wanted_an_unknown_id_is_reached()
    {
        _looks.Enqueue(_ => throw NotFound());
        Assert.Empty(await new ResourceWaiter(_time).WaitAsync(Target(goneIsReached: true), ["a"], Options));
    }

    [Fact]
    public async Task One_unknown_id_does_not_hide_the_others()
    {
        _looks.Enqueue(_ => throw NotFound());
        _looks.Enqueue(_ => States(("a", "ready")));
        _looks.Enqueue(_ => throw NotFound());
        _looks.Enqueue(_ => States(("b", "ready")));
        await Wait("a", "b");
        Assert.Equal(["a,b", "a", "b", "b"], _asked.Select(asked => asked.Ids));
    }

    [Fact]
    public async Task A_transient_failure_of_a_look_is_not_the_end_and_any_other_is()
    {
        _looks.Enqueue(_ => throw Refused("RequestLimitExceeded"));
        _looks.Enqueue(_ => throw new HttpRequestException("no route"));
        _looks.Enqueue(_ => States(("a", "ready")));
        await Wait("a");
        _looks.Clear();
        _looks.Enqueue(_ => throw Refused("UnauthorizedOperation"));
        await Assert.ThrowsAsync<AmazonEC2Exception>(() => Wait("a"));
    }

    [Fact]
    public async Task A_stop_ends_the_wait_at_once()
    {
        _looks.Enqueue(_ => States(("a", "making")));
        WaitOptions endless = new() { Timeout = TimeSpan.FromDays(2), FirstDelay = TimeSpan.FromDays(1), MaximumDelay = TimeSpan.FromDays(1) };
        using var stop = new CancellationTokenSource();
        Task wait = new ResourceWaiter(TimeProvider.System).WaitAsync(Target(), ["a"], endless, stop.Token);
        Assert.False(wait.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_call_on_what_was_made_just_now_is_repeated_until_it_is_visible()
    {
        int calls = 0;
        Task<int> call = new ResourceWaiter(_time).UntilVisibleAsync(_ => ++calls < 4 ? throw NotFound() : Task.FromResult(calls), Options);
        Assert.Equal(4, await call);
        await Assert.ThrowsAsync<AmazonEC2Exception>(() => new ResourceWaiter(_time).UntilVisibleAsync<int>(_ => throw NotFound(), Options));
    }

    [Theory]
    [InlineData("running", null)]
    [InlineData("terminated", "ResourceFailed")]
    public async Task An_instance_that_ended_does_not_start_any_more(string state, string? errorId)
    {
        RecordingEndpoint endpoint = new RecordingEndpoint().Answer(Instance("pending")).Answer(Instance(state));
        var waiters = new Ec2Waiters(endpoint.Client(), new ResourceWaiter(_time));
        Task<IReadOnlyDictionary<string, Instance>> wait = waiters.InstancesRunningAsync(["i-1"]);
        if (errorId is null) Assert.Equal("i-1", (await wait)["i-1"].InstanceId);
        else Assert.Equal(errorId, (await Assert.ThrowsAsync<ReplicationException>(() => wait)).ErrorId);
        Assert.All(endpoint.Forms, form => Assert.Equal("i-1", form["InstanceId.1"]));
    }

    [Fact]
    public async Task A_volume_is_in_use_only_when_its_attachment_is_done()
    {
        RecordingEndpoint endpoint = new RecordingEndpoint().Answer(Volume("attaching")).Answer(Volume("attached"));
        await new Ec2Waiters(endpoint.Client(), new ResourceWaiter(_time)).VolumesInUseAsync(["vol-1"]);
        Assert.Equal(2, endpoint.Forms.Count);
    }

    private static string Instance(string state) =>
        $"<R><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceState><name>{state}</name></instanceState></item></instancesSet></item></reservationSet></R>";

    private static string Volume(string state) =>
        $"<R><volumeSet><item><volumeId>vol-1</volumeId><status>in-use</status><attachmentSet><item><status>{state}</status></item></attachmentSet></item></volumeSet></R>";

    private static AmazonEC2Exception NotFound() => Refused("InvalidThing.NotFound");

    private static AmazonEC2Exception Refused(string code) => new("No.", null, Amazon.Runtime.ErrorType.Sender, code, null, System.Net.HttpStatusCode.BadRequest);

    private static Dictionary<string, string> States(params (string Id, string State)[] states) => states.ToDictionary(pair => pair.Id, pair => pair.State);

    private Task<IReadOnlyDictionary<string, string>> Wait(params string[] ids) => new ResourceWaiter(_time).WaitAsync(Target(), ids, Options);

    private WaitTarget<string> Target(bool goneIsReached = false) => new(
        "thing",
        "ready",
        (ids, _) =>
        {
            _asked.Add((_time.Waited, string.Join(',', ids)));
            Func<IReadOnlyList<string>, IReadOnlyDictionary<string, string>> look = _looks.Count > 1 ? _looks.Dequeue() : _looks.Peek();
            return Task.FromResult(look(ids));
        },
        state => state switch
        {
            "ready" => new Observation(WaitVerdict.Reached, state),
            "failed" => new Observation(WaitVerdict.Failed, state, "the disk burnt"),
            _ => new Observation(WaitVerdict.NotYet, state),
        },
        goneIsReached);
}
