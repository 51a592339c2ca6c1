using System.Security.Cryptography;
using System.Xml.Linq;
using Replication.Agent.Ec2;
using Replication.Agent.Server.Authentication;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Hosting;
using Replication.Core.Machines;
using Replication.Core.Snapshots;
using Replication.Runtime;

namespace Replication.Agent.Drill;

/// <summary>
/// A server of the protocols of AWS in this process, with two regions in a folder: the sites of a drill reach it with
/// the same clients and over the same HTTP as the real one, and the drill finds the bytes of every volume in a file.
/// </summary>
internal sealed class DrillCloud : IAsyncDisposable
{
    public const string HomeRegion = "us-east-1";
    public const string AwayRegion = "eu-west-1";

    // The sites find it by the normal chain of credentials, whose environment is the process's: so is the key.
    private static readonly Lazy<AccessKey> ProcessKey = new(MakeKey);

    private readonly string _folder;
    private readonly IFaultInjector? _faults;
    private readonly AccessKey _key = ProcessKey.Value;
    private readonly List<IReplicaStorage> _stores = [];
    private StoreServer? _server;
    private Ec2Endpoints? _instances;

    private DrillCloud(string folder, IFaultInjector? faults)
    {
        _folder = folder;
        _faults = faults;
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <param name="folder">New folder for everything that the regions hold.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    /// <param name="faults">What goes wrong in the services; nothing by default.</param>
    public static async Task<DrillCloud> StartAsync(string folder, CancellationToken cancellationToken, IFaultInjector? faults = null)
    {
        var cloud = new DrillCloud(folder, faults);
        try
        {
            await cloud.OpenAsync([HomeRegion, AwayRegion], cancellationToken);
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    public string VolumeFile(string region, string volumeId) => Path.Combine(_folder, region, "volumes", volumeId);

    /// <summary>A subnet and a security group of their own, which no production uses.</summary>
    public async Task<LaunchSettings> MakeTestNetworkAsync(string region, CancellationToken cancellationToken)
    {
        XElement vpc = await InvokeAsync(region, "CreateVpc", cancellationToken, ("CidrBlock", "10.99.0.0/16"));
        string vpcId = Text(vpc, "vpcId");
        XElement subnet = await InvokeAsync(region, "CreateSubnet", cancellationToken, ("VpcId", vpcId), ("CidrBlock", "10.99.1.0/24"));
        XElement group = await InvokeAsync(
            region, "CreateSecurityGroup", cancellationToken, ("VpcId", vpcId), ("GroupName", "drill-tests"), ("GroupDescription", "Tests of the drill"));
        return new LaunchSettings { SubnetId = Text(subnet, "subnetId"), SecurityGroupIds = [Text(group, "groupId")] };
    }

    /// <summary>An action of EC2 past the protocol and its faults.</summary>
    public Task<XElement> InvokeAsync(string region, string action, CancellationToken cancellationToken, params (string Name, string Value)[] parameters) =>
        _instances!.InvokeAsync(region, _key.AccountId, action, parameters.ToDictionary(pair => pair.Name, pair => pair.Value), cancellationToken);

    /// <summary>A region with everything in it is gone; the server answers at the same address as before.</summary>
    public async Task LoseAsync(string region, CancellationToken cancellationToken)
    {
        await CloseAsync();
        Directory.Delete(Path.Combine(_folder, region), recursive: true);
        await OpenAsync([region == HomeRegion ? AwayRegion : HomeRegion], cancellationToken);
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private static string Text(XElement answer, string name) => answer.Descendants().First(element => element.Name.LocalName == name).Value;

    private static AccessKey MakeKey()
    {
        string id = $"AKIA{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}";
        string secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(30));
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", id);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", secret);
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", null);
        return new AccessKey(id, secret);
    }

    private async Task OpenAsync(IReadOnlyList<string> regions, CancellationToken cancellationToken)
    {
        var served = new List<ServerRegion>();
        foreach (string region in regions)
        {
            IReplicaStorage store = await Tools.OpenStoreAsync(Path.Combine(_folder, region, "store"), StoreAccess.Create, cancellationToken);
            _stores.Add(store);
            served.Add(new ServerRegion(region, store));
        }

        var options = new ServerOptions { Listen = [Address], Regions = new RegionRegistry(served), AccessKeys = new AccessKeySet(_key), Endpoints = [], Faults = _faults };
        _instances = await Ec2Endpoints.OpenAsync(_folder, options.Regions, new Ec2Options(), options.TimeProvider, _faults, cancellationToken);
        _server = await CloudServer.StartAsync(_folder, options, _instances, cancellationToken);
        Address = _server.Server.Addresses[0];
    }

    private async Task CloseAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = null;
        foreach (IReplicaStorage store in _stores) await store.DisposeAsync();
        _stores.Clear();
    }
}
