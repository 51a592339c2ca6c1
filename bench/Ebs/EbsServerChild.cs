using Replication.Agent.Ec2;
using Replication.Agent.Server.Authentication;
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
        await using FileSnapshotStore store = await FileSnapshotStore.OpenAsync(Path.Combine(folder, Region, "store"), new StoreOptions { Create = true });
        await using StoreServer server = await CloudServer.StartAsync(folder, new ServerOptions
        {
            Regions = new RegionRegistry(new ServerRegion(Region, store)),
            AccessKeys = new AccessKeySet(new AccessKey(KeyId, Secret, Account)),
            Endpoints = [],
        });
        Console.WriteLine(server.Server.Addresses[0]);
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
