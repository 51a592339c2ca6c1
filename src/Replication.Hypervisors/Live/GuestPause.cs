using Replication.Hypervisors.Qemu.Monitor;

namespace Replication.Hypervisors.Live;

/// <summary>
/// The guest's processors, stopped for the moment in which several machines get their filters. A note on disk has the next capture let the guest
/// go on when this process is killed meanwhile.
/// </summary>
internal static class GuestPause
{
    /// <summary>A guest that somebody else has paused is not ours to let go on.</summary>
    public static async Task<bool> IsRunningAsync(QmpClient qmp, TimeSpan limit, CancellationToken cancellationToken) =>
        await StatusAsync(qmp, limit, cancellationToken) == "running";

    public static async Task StopAsync(QmpClient qmp, CaptureFolder folder, TimeSpan limit, CancellationToken cancellationToken)
    {
        folder.Note(GuestHold.Paused);
        await qmp.ExecuteAsync("stop", limit: limit, cancellationToken: cancellationToken);
    }

    public static async Task ContinueAsync(QmpClient qmp, CaptureFolder folder, TimeSpan limit)
    {
        await qmp.ExecuteAsync("cont", limit: limit, cancellationToken: CancellationToken.None);
        folder.Forget(GuestHold.Paused);
    }

    /// <summary>Lets a guest go on that a killed capture has left paused.</summary>
    public static async Task RecoverAsync(QmpClient qmp, CaptureFolder folder, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (!folder.IsNoted(GuestHold.Paused)) return;
        if (await StatusAsync(qmp, limit, cancellationToken) == "paused") await ContinueAsync(qmp, folder, limit);
        else folder.Forget(GuestHold.Paused);
    }

    private static async Task<string?> StatusAsync(QmpClient qmp, TimeSpan limit, CancellationToken cancellationToken) =>
        (await qmp.ExecuteAsync("query-status", limit: limit, cancellationToken: cancellationToken)).GetProperty("status").GetString();
}
