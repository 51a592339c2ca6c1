namespace Replication.Agent.Server.Faults;

/// <summary>Faults by rule. The first rule that hits decides; every rule counts every call that concerns it.</summary>
public sealed class FaultPlan(IReadOnlyList<FaultRule> rules, int seed = 0, TimeProvider? time = null) : IFaultInjector
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[rules.Count];
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<string, (DateTimeOffset At, int[] Asked)> _created = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Service, string Operation), long> _calls = [];
    private long _injected;

    /// <summary>How many faults were injected: a test of a fault that did not happen proves nothing.</summary>
    public long Injected => Interlocked.Read(ref _injected);

    /// <summary>How often each operation was called, so that a matrix of faults knows the last call of each.</summary>
    public IReadOnlyDictionary<(string Service, string Operation), long> Calls
    {
        get
        {
            lock (_lock) return new Dictionary<(string, string), long>(_calls);
        }
    }

    public Fault? Next(string service, string operation, string? resource)
    {
        lock (_lock)
        {
            _calls[(service, operation)] = _calls.GetValueOrDefault((service, operation)) + 1;
            Fault? chosen = null;
            for (int i = 0; i < rules.Count; i++)
            {
                FaultRule rule = rules[i];
                if (!rule.Concerns(service, operation)) continue;
                bool hits = rule.Hits(++_counts[i], seed) && (rule.Kind != FaultKind.NotFoundAfterCreation || IsTooYoung(i, resource));
                if (hits) chosen ??= Make(rule, service, resource);
            }

            if (chosen is not null) _injected++;
            return chosen;
        }
    }

    public void NoteCreated(string resource)
    {
        lock (_lock) _created.TryAdd(resource, (_time.GetUtcNow(), new int[rules.Count]));
    }

    private static Fault Make(FaultRule rule, string service, string? resource) => rule.Kind switch
    {
        FaultKind.Slow => new Fault { Delay = TimeSpan.FromSeconds(rule.DelaySeconds) },
        FaultKind.DropBeforeEffect => new Fault { Drop = ConnectionDrop.BeforeEffect },
        FaultKind.DropAfterEffect => new Fault { Drop = ConnectionDrop.AfterEffect },
        FaultKind.DropMidResponse => new Fault { Drop = ConnectionDrop.MidResponse },
        FaultKind.EmptyPage => new Fault { EmptyPage = true },
        _ => new Fault { Error = FaultErrors.For(rule.Kind, service, resource) },
    };

    private bool IsTooYoung(int rule, string? resource)
    {
        if (resource is null || !_created.TryGetValue(resource, out var created)) return false;
        return _time.GetUtcNow() - created.At < TimeSpan.FromSeconds(rules[rule].Seconds) || created.Asked[rule]++ < rules[rule].Calls;
    }
}
