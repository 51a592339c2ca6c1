using Replication.Core.Capture;
using Replication.Core.Errors;
using Replication.Core.RecoveryPoints;

namespace Replication.Hypervisors.Live;

/// <summary>
/// The moment of a capture. One machine's disks get their filters by one command, so it is not held at all; several machines are stopped for the few
/// milliseconds that their commands take. Around it, guests that are asked to are frozen by their agents. Whatever happens, and whoever cancels, they
/// go on and thaw.
/// </summary>
internal sealed class LiveInstant(IReadOnlyList<LiveSession> sessions, TimeProvider time)
{
    /// <summary>While guests are held, QEMU answers at once or something is wrong.</summary>
    private static readonly TimeSpan HeldLimit = TimeSpan.FromSeconds(5);

    private readonly Dictionary<LiveSession, GuestFreeze> _frozen = [];
    private readonly Dictionary<LiveSession, CaptureFacts> _facts = sessions.ToDictionary(session => session, _ => new CaptureFacts());
    private readonly List<LiveSession> _paused = [];

    /// <summary>When it was, by the site's clock, UTC: not later than what the disks show.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Whether guests stand still for it, or their file systems.</summary>
    public bool Holds => sessions.Count > 1 || sessions.Any(IsAsked);

    public CaptureFacts FactsOf(LiveSession session) => _facts[session];

    /// <exception cref="ReplicationException">GuestFreezeFailed where it is required; GuestThawFailed; what QEMU refuses.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            IEnumerable<LiveSession> asked = sessions.Where(IsAsked);
            await Task.WhenAll(asked.Select(session => FreezeAsync(session, cancellationToken)));
            if (sessions.Count > 1) await TakePausedAsync(cancellationToken);
            else await TakeAllAsync(cancellationToken);
        }
        finally
        {
            await Task.WhenAll(_frozen.Select(pair => ThawAsync(pair.Key, pair.Value)));
        }

        foreach (LiveSession session in sessions)
        {
            if (session.Request.Applications == ApplicationConsistency.Required && _facts[session].Consistency != Consistency.ApplicationConsistent)
            {
                throw new ReplicationException(
                    "GuestFreezeFailed", $"VM {session.Machine.Name}", _facts[session].Warning!, "a guest that stays frozen for the instant.");
            }
        }
    }

    private static bool IsAsked(LiveSession session) => session.Request.Applications != ApplicationConsistency.Off;

    private async Task TakeAllAsync(CancellationToken cancellationToken)
    {
        At = time.GetUtcNow();
        await Task.WhenAll(sessions.Select(session => session.TakeAsync(cancellationToken)));
    }

    private async Task TakePausedAsync(CancellationToken cancellationToken)
    {
        string instantId = Guid.CreateVersion7().ToString();
        long began = time.GetTimestamp();
        try
        {
            await Task.WhenAll(sessions.Select(session => PauseAsync(session, cancellationToken)));
            await TakeAllAsync(cancellationToken);
        }
        finally
        {
            await Task.WhenAll(_paused.Select(session => GuestPause.ContinueAsync(session.Qmp, session.Folder, HeldLimit)));
        }

        TimeSpan pause = time.GetElapsedTime(began);
        foreach (LiveSession session in sessions) _facts[session] = _facts[session] with { InstantId = instantId, Pause = pause };
    }

    private async Task PauseAsync(LiveSession session, CancellationToken cancellationToken)
    {
        if (!await GuestPause.IsRunningAsync(session.Qmp, HeldLimit, cancellationToken)) return;
        // Entered first: a stop whose answer is late is undone as well.
        lock (_paused) _paused.Add(session);
        await GuestPause.StopAsync(session.Qmp, session.Folder, HeldLimit, cancellationToken);
    }

    private async Task FreezeAsync(LiveSession session, CancellationToken cancellationToken)
    {
        GuestFreeze? freeze = null;
        try
        {
            freeze = await GuestFreeze.PrepareAsync(session.Sockets.Agent, session.Folder, session.Machine.Name, time, cancellationToken);
            await freeze.FreezeAsync(cancellationToken);
            lock (_frozen) _frozen[session] = freeze;
        }
        catch (Exception error)
        {
            if (freeze is not null) await freeze.DisposeAsync();
            bool required = session.Request.Applications == ApplicationConsistency.Required;
            if (required || error is not ReplicationException { ErrorId: "GuestFreezeFailed" } failed) throw;
            lock (_frozen) _facts[session] = _facts[session] with { Warning = $"{failed.ErrorId}: {failed.Message}" };
        }
    }

    private async Task ThawAsync(LiveSession session, GuestFreeze freeze)
    {
        await using (freeze)
        {
            (TimeSpan pause, bool held) = await freeze.ThawAsync();
            string tooEarly = $"GuestFreezeFailed: The guest thawed by itself before the instant was over, after at most {pause.TotalSeconds:0.0} s.";
            lock (_frozen)
            {
                _facts[session] = held
                    ? _facts[session] with { Pause = pause, Consistency = Consistency.ApplicationConsistent }
                    : _facts[session] with { Pause = pause, Warning = tooEarly };
            }
        }
    }
}
