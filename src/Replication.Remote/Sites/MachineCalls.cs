using System.Text;
using System.Text.Json;
using Replication.Core.Errors;
using Replication.Core.Machines;
using Replication.Core.Serialization;
using Replication.Core.Sites;
using Replication.Core.Sites.Remote;
using Replication.Core.Transfer;
using Replication.Remote.Calls;

namespace Replication.Remote.Sites;

/// <summary>What a server does with its machines, as calls.</summary>
internal sealed class MachineCalls(RemoteConnection connection)
{
    private const int LongestDocument = 64 << 20;

    private const int LongestConsole = 4 << 20;

    public Task<RemoteAbilities> DescribeAsync(CancellationToken cancellationToken) => AskAsync<RemoteAbilities>(Get("/site", "site"), cancellationToken);

    public Task<IReadOnlyList<Machine>> ListAsync(CancellationToken cancellationToken) => AskAsync<IReadOnlyList<Machine>>(Get("/machines", "machines"), cancellationToken);

    public async Task<Machine?> FindAsync(string machineId, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync<Machine>(Get(Path(machineId), Target(machineId)), cancellationToken);
        }
        catch (SnapshotStoreException missing) when (missing.ErrorId == "MachineNotFound")
        {
            return null;
        }
    }

    public Task<Machine> CreateAsync(MachineOrder order, IProgress<long>? bytes, CancellationToken cancellationToken) =>
        WorkAsync<Machine>(With(HttpMethod.Put, Path(order.Machine.Id), order, Target(order.Machine.Id)), bytes, cancellationToken);

    public Task DeleteAsync(string machineId, CancellationToken cancellationToken) =>
        DoAsync(new RemoteCall(HttpMethod.Delete, Path(machineId), Target(machineId)), cancellationToken);

    public Task StartAsync(string machineId, CancellationToken cancellationToken) => DoAsync(Post(machineId, "/start"), cancellationToken);

    public Task StopAsync(string machineId, CancellationToken cancellationToken) => DoAsync(Post(machineId, "/stop"), cancellationToken);

    public Task<bool> ShutDownAsync(string machineId, TimeSpan limit, CancellationToken cancellationToken) =>
        WorkAsync<bool>(Post(machineId, $"/shutdown?seconds={(int)Math.Ceiling(limit.TotalSeconds)}"), null, cancellationToken);

    public Task ReleaseAsync(string machineId, IReadOnlyCollection<string> keep, CancellationToken cancellationToken) =>
        DoAsync(With(HttpMethod.Post, Path(machineId, "/release"), keep, Target(machineId)), cancellationToken);

    public async Task<string?> ReadConsoleAsync(string machineId, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.RunAsync(
                Get(Path(machineId, "/console"), Target(machineId)), async answer => Encoding.UTF8.GetString(await answer.ReadAllAsync(LongestConsole)), cancellationToken);
        }
        catch (SnapshotStoreException missing) when (missing.ErrorId == "ConsoleNotFound")
        {
            return null;
        }
    }

    public Task<long> MeasureAsync(string machineId, string diskId, CancellationToken cancellationToken) =>
        AskAsync<long>(Get(Path(machineId, $"{Disk(diskId)}/allocated"), Target(machineId)), cancellationToken);

    public Task<DiskDigest> HashAsync(string machineId, string diskId, IProgress<long>? bytes, CancellationToken cancellationToken) =>
        WorkAsync<DiskDigest>(Post(machineId, $"{Disk(diskId)}/hash"), bytes, cancellationToken);

    public Task<DiskUpdateResult> UpdateAsync(string machineId, string diskId, string snapshotId, IProgress<long>? bytes, CancellationToken cancellationToken) =>
        WorkAsync<DiskUpdateResult>(Post(machineId, $"{Disk(diskId)}/update?snapshot={Uri.EscapeDataString(snapshotId)}"), bytes, cancellationToken);

    public Task<SessionDocument> OpenSessionAsync(string sessionId, SessionOrder order, CancellationToken cancellationToken) =>
        WorkAsync<SessionDocument>(With(HttpMethod.Put, SessionPath(sessionId), order, $"session {sessionId}"), null, cancellationToken);

    public Task CheckSessionAsync(string sessionId, CancellationToken cancellationToken) =>
        DoAsync(new RemoteCall(HttpMethod.Post, SessionPath(sessionId) + "/check", $"session {sessionId}"), cancellationToken);

    public Task CloseSessionAsync(string sessionId, CancellationToken cancellationToken) =>
        DoAsync(new RemoteCall(HttpMethod.Delete, SessionPath(sessionId), $"session {sessionId}"), cancellationToken);

    public static string SessionPath(string sessionId) => $"/sessions/{sessionId}";

    private static RemoteCall Get(string path, string target) => new(HttpMethod.Get, path, target);

    private static RemoteCall Post(string machineId, string verb) => new(HttpMethod.Post, Path(machineId, verb), Target(machineId));

    private static RemoteCall With<T>(HttpMethod method, string path, T document, string target) =>
        new(method, path, target) { Body = JsonSerializer.SerializeToUtf8Bytes(document, ReplicationJson.Compact), ContentType = "application/json" };

    private static string Path(string machineId, string rest = "") => $"/machines/{Segment(machineId)}{rest}";

    private static string Disk(string diskId) => $"/disks/{Segment(diskId)}";

    /// <summary>A dot alone would be resolved before it is sent.</summary>
    private static string Segment(string id) => id is "" or "." or ".."
        ? throw new ReplicationException("MachineNotFound", $"Machine {id}", "There is none of this id.")
        : Uri.EscapeDataString(id);

    private static string Target(string machineId) => $"Machine {machineId}";

    private async Task DoAsync(RemoteCall call, CancellationToken cancellationToken) => await connection.RunAsync(call, _ => ValueTask.FromResult(true), cancellationToken);

    private Task<T> AskAsync<T>(RemoteCall call, CancellationToken cancellationToken) => connection.RunAsync(
        call,
        async answer => JsonSerializer.Deserialize<T>(await answer.ReadAllAsync(LongestDocument), ReplicationJson.Compact)
            ?? throw RemoteErrors.Invalid(call, "The answer is null."),
        cancellationToken);

    private Task<T> WorkAsync<T>(RemoteCall call, IProgress<long>? bytes, CancellationToken cancellationToken) => connection.RunAsync(
        call,
        async answer =>
        {
            using var reader = new StreamReader(new AnswerStream(answer));
            while (await reader.ReadLineAsync(cancellationToken) is { } line)
            {
                WorkLine told = JsonSerializer.Deserialize<WorkLine>(line, ReplicationJson.Compact) ?? throw RemoteErrors.Invalid(call, "A line is null.");
                if (told.Error is { } error) throw RemoteErrors.Refused(call, 409, error.Code, error.Message);
                if (told.Bytes is { } done) bytes?.Report(done);
                if (told.Result is { } result) return result.Deserialize<T>(ReplicationJson.Compact) ?? throw RemoteErrors.Invalid(call, "The result is null.");
            }

            // The server was stopped amid the work; it goes on when it is asked again.
            throw new PassingFailureException("The answer ended before the work did.");
        },
        cancellationToken);
}
