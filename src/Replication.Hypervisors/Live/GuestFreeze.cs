using Replication.Core.Errors;
using Replication.Hypervisors.Qemu.Agent;

namespace Replication.Hypervisors.Live;

/// <summary>
/// The guest's file systems, frozen by its agent around the instant. An agent does not thaw by itself, so from the moment that a freeze is asked
/// for, a thaw follows on every way out, and a note on disk has the next capture thaw when this process is killed in between.
/// </summary>
internal sealed class GuestFreeze : IAsyncDisposable
{
    /// <summary>Time in which an agent that lives answers, also under emulation.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);

    /// <summary>As long as VSS lets applications be held. A guest that flushes longer is not worth holding for a point.</summary>
    private static readonly TimeSpan FreezeLimit = TimeSpan.FromSeconds(10);

    private const int ThawAttempts = 3;

    private readonly GuestAgent _agent;
    private readonly CaptureFolder _folder;
    private readonly string _machine;
    private readonly TimeProvider _time;
    private long _began;

    private GuestFreeze(GuestAgent agent, CaptureFolder folder, string machine, TimeProvider time)
    {
        _agent = agent;
        _folder = folder;
        _machine = machine;
        _time = time;
    }

    /// <summary>Finds the agent, before anything is held.</summary>
    /// <exception cref="ReplicationException">GuestFreezeFailed: there is none.</exception>
    public static async Task<GuestFreeze> PrepareAsync(
        string? socket, CaptureFolder folder, string machine, TimeProvider time, CancellationToken cancellationToken)
    {
        if (socket is null) throw Failed(machine, "QEMU gives it no guest agent.", null);
        try
        {
            return new GuestFreeze(await GuestAgent.ConnectAsync(socket, AnswerLimit, time, cancellationToken), folder, machine, time);
        }
        catch (ReplicationException error)
        {
            throw Failed(machine, error.Message, error);
        }
    }

    /// <summary>Thaws what a capture that was killed left frozen, if it did.</summary>
    public static async Task RecoverAsync(string? socket, CaptureFolder folder, string machine, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!folder.IsNoted(GuestHold.Frozen)) return;
        try
        {
            await using GuestFreeze left = await PrepareAsync(socket, folder, machine, time, cancellationToken);
            await left.ThawAsync();
        }
        catch (ReplicationException)
        {
            // The note stays, and so the next capture tries again; what the disks hold can be captured all the same.
        }
    }

    /// <exception cref="ReplicationException">GuestFreezeFailed; the guest has been thawed.</exception>
    public async Task FreezeAsync(CancellationToken cancellationToken)
    {
        _folder.Note(GuestHold.Frozen);
        _began = _time.GetTimestamp();
        try
        {
            if (await _agent.FreezeAsync(FreezeLimit, cancellationToken) > 0) return;
            throw Failed(_machine, "Its agent froze no file system.", null);
        }
        catch (Exception error)
        {
            // What was refused or is late may still take effect.
            await ThawAsync();
            if (error is ReplicationException { ErrorId: not "GuestFreezeFailed" } refused) throw Failed(_machine, refused.Message, refused);
            throw;
        }
    }

    /// <summary>Lets the guest write again, whatever else is going on.</summary>
    /// <returns>How long it was held, and whether it was held until now; a guest may have given up by itself before.</returns>
    /// <exception cref="ReplicationException">GuestThawFailed.</exception>
    public async Task<(TimeSpan Pause, bool Held)> ThawAsync()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                int thawed = await _agent.ThawAsync(FreezeLimit, CancellationToken.None);
                _folder.Forget(GuestHold.Frozen);
                return (_time.GetElapsedTime(_began), thawed > 0);
            }
            catch (ReplicationException) when (attempt < ThawAttempts)
            {
                // Asked again: nothing is worse than a guest that stays frozen.
            }
            catch (ReplicationException error)
            {
                throw new ReplicationException(
                    "GuestThawFailed", $"VM {_machine}", $"Its file systems may still be frozen: {error.Message}", "a guest agent that answers.",
                    "Thaw them in the guest (fsfreeze --unfreeze), or restart it. The next capture tries again first.", error);
            }
        }
    }

    public ValueTask DisposeAsync() => _agent.DisposeAsync();

    private static ReplicationException Failed(string machine, string found, Exception? inner) => new(
        "GuestFreezeFailed", $"VM {machine}", found, "a guest whose agent (qemu-ga) runs and can freeze its file systems.",
        "Install and start qemu-guest-agent in the guest, or let the policy do without.", inner);
}
