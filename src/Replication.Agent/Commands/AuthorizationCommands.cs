using System.CommandLine;
using Replication.Core.Replicas;
using Replication.Core.Replicas.Remote;

namespace Replication.Agent.Commands;

/// <summary>`replication authorization`: who may replicate to a replica server, and who may administer it.</summary>
internal static class AuthorizationCommands
{
    public static Command Build() => new Command("authorization", "Primaries that may replicate to a replica server, and its administrators.").With(Add(), List(), Set(), Remove());

    private static Command Add()
    {
        Argument<string> primary = Primary();
        (Option<string?> storage, Option<string?> group) = Values();
        var administrator = new Option<bool>("--administrator") { Description = "It may change the server from afar, and has no storage there." };
        var remote = new RemoteServerOptions();
        return new Command("add", "Let a primary in: into a storage location and a trust group.").With(primary, storage, group, administrator).With(remote.All).Does(async (context, token) =>
        {
            using IReplicaAdministration server = remote.Open(context);
            Show(context, [await server.AddAuthorizationAsync(
                new AuthorizationChange
                {
                    AllowedPrimaryServer = context.Get(primary),
                    Role = context.Get(administrator) ? AuthorizationRole.Administrator : AuthorizationRole.Primary,
                    ReplicaStorageLocation = context.Get(storage),
                    TrustGroup = context.Get(group),
                },
                token)]);
            return 0;
        });
    }

    private static Command List()
    {
        var remote = new RemoteServerOptions();
        return new Command("list", "List the authorizations.").With(remote.All).Does(async (context, token) =>
        {
            using IReplicaAdministration server = remote.Open(context);
            Show(context, (await server.GetAsync(token)).Authorizations);
            return 0;
        });
    }

    private static Command Set()
    {
        Argument<string> primary = Primary();
        (Option<string?> storage, Option<string?> group) = Values();
        var remote = new RemoteServerOptions();
        return new Command("set", "Change storage location or trust group; replicas that are there are not moved.").With(primary, storage, group).With(remote.All).Does(async (context, token) =>
        {
            using IReplicaAdministration server = remote.Open(context);
            var change = new AuthorizationChange { ReplicaStorageLocation = context.Get(storage), TrustGroup = context.Get(group) };
            Show(context, [await server.SetAuthorizationAsync(context.Get(primary)!, change, token)]);
            return 0;
        });
    }

    private static Command Remove()
    {
        Argument<string> primary = Primary();
        var remote = new RemoteServerOptions();
        return new Command("remove", "Refuse a primary from now on; its replicas stay.").With(primary).With(remote.All).Does(async (context, token) =>
        {
            using IReplicaAdministration server = remote.Open(context);
            await server.RemoveAuthorizationAsync(context.Get(primary)!, token);
            context.Output.Item(new { Removed = context.Get(primary) }, ("Removed", context.Get(primary)!));
            return 0;
        });
    }

    private static Argument<string> Primary() => new("primary") { Description = "Full name of a host, or *.DOMAIN for all hosts of a domain." };

    private static (Option<string?> Storage, Option<string?> Group) Values() => (
        new Option<string?>("--storage") { Description = "Folder at the server for its replicas; has to be there." },
        new Option<string?>("--trust-group") { Description = "Primaries of one group share their replicas; those of different groups know nothing of each other." });

    private static void Show(CommandContext context, IReadOnlyList<ReplicationAuthorization> entries) => context.Output.List(
        "authorizations", entries, ("Primary", entry => entry.AllowedPrimaryServer), ("Role", entry => entry.Role.ToString()), ("Trust group", entry => entry.TrustGroup),
        ("Storage", entry => entry.ReplicaStorageLocation));
}
