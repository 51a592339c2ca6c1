using Replication.Agent.Server.Errors;
using Replication.Core.Errors;
using Replication.Core.Snapshots;

namespace Replication.Agent.Server.ReplicationV1.Machines;

/// <summary>What a site refuses keeps its own error id, so that it means the same at both ends.</summary>
internal static class MachineErrors
{
    public static ServiceException Translate(ReplicationException error) => error is SnapshotStoreException store
        ? V1Errors.Translate(store)
        : new ServiceException(new ServiceError(IsMissing(error.ErrorId) ? 404 : 409, error.ErrorId, error.Message), error);

    public static ReplicationException NoMachines() => new(
        "RemoteMachinesDisabled", "This server", "It keeps no machines.", "a server that was started with a folder for them.", "Start it with --machines FOLDER.");

    public static ReplicationException NoSession(string sessionId) => new(
        "SessionNotFound", $"session {sessionId}", "It was closed, or nobody asked for anything for ten minutes, or the server was started anew.", "an open session.",
        "Run the verb again: it captures the machine anew.");

    public static ReplicationException MachineNotFound(string machineId) => new("MachineNotFound", $"Machine {machineId}", "The site has no such machine.");

    private static bool IsMissing(string errorId) => errorId is "MachineNotFound" or "DiskNotFound" or "SessionNotFound" or "ConsoleNotFound";
}
