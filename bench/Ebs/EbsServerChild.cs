using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.EbsDirect;
using Replication.Agent.Server.Hosting;
using Replication.Store;

namespace Replication.Bench.Ebs;

/// <summary>Our server in a process of its own, so that what the client costs can be told apart; ends when its input does.</summary>
internal static class EbsServerChild
{
    public const string KeyId = "AKIDBENCH";
    public const string Secret = "key-of-a-server-that-lives-for-one-benchmark";
    public const string Account = "123456789012";
    public const string Region = "eu-central-1";

    public static async Task<int> RunAsync(string folder)
    {
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync(folder, new StoreOptions { Create = true });
        var regions = new RegionRegistry(new ServerRegion(Region, store));
        await using var endpoints = new EbsEndpoints(regions);
        await using ReplicationServer server = await ReplicationServer.StartAsync(new ServerOptions
        {
            Regions = regions,
            AccessKeys = new AccessKeySet(new AccessKey(KeyId, Secret, Account)),
            Endpoints = [endpoints],
        });
        Console.WriteLine(server.Addresses[0]);
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
