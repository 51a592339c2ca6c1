using System.Xml.Linq;
using Replication.Agent.Ec2.Imports;
using Replication.Agent.Ec2.Network;
using Replication.Agent.Ec2.Protocol;
using Replication.Agent.Ec2.Snapshots;
using Replication.Agent.Ec2.State;
using Replication.Agent.Server.Errors;
using Replication.Agent.Server.Faults;
using Replication.Agent.Server.Hosting;

namespace Replication.Agent.Ec2;

/// <summary>
/// The EC2 Query API (version 2016-11-15) over the same snapshots that EBS direct serves: volumes are sparse files,
/// and instances are machines that nobody boots but whose disks are there, as files to read and to write.
/// </summary>
public sealed class Ec2Endpoints : IServerEndpoints, IAsyncDisposable
{
    // A request has at most user data of 16 KiB and lists of a thousand ids.
    private const int MaximumBody = 256 * 1024;

    private readonly Ec2Cloud _cloud;
    private readonly FolderLock _lock;

    private Ec2Endpoints(Ec2Cloud cloud, FolderLock taken)
    {
        _cloud = cloud;
        _lock = taken;
    }

    public string Service => "ec2";

    public IErrorFormat Errors { get; } = new QueryErrorFormat();

    public long MaxBodyLength => MaximumBody;

    /// <param name="directory">Where volumes, devices and documents are kept, in a folder for each region.</param>
    /// <param name="regions">With the snapshot stores, which stay the caller's.</param>
    /// <param name="options">How long things take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="faults">Told of what comes into being.</param>
    /// <param name="cancellationToken">Stops opening.</param>
    public static async Task<Ec2Endpoints> OpenAsync(
        string directory, RegionRegistry regions, Ec2Options options, TimeProvider time, IFaultInjector? faults = null, CancellationToken cancellationToken = default)
    {
        Action<string> added = faults is null ? static _ => { } : faults.NoteCreated;
        string root = Path.GetFullPath(directory);
        FolderLock taken = FolderLock.Take(root);
        try
        {
            List<Ec2Region> opened = [.. regions.All.Select(
                region => new Ec2Region(region.Name, Path.Combine(root, region.Name), region.Storage, options, time, added))];
            return new Ec2Endpoints(await Ec2Cloud.OpenAsync(opened, cancellationToken), taken);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>The key that snapshots of an account are encrypted with when nobody says otherwise; null while that is off.</summary>
    public string? DefaultEncryptionKey(string region, string accountId) =>
        _cloud.Find(region) is { } found && found.Settings.Of(accountId).EncryptionByDefault ? DefaultKey.Of(region, accountId) : null;

    /// <summary>Lets imports find what lies in S3; to be called before requests are served.</summary>
    internal void ImportFrom(IObjectFiles objects) => _cloud.Objects = objects;

    /// <summary>Runs an action for somebody in this process, past the protocol.</summary>
    internal async Task<XElement> InvokeAsync(
        string region, string accountId, string action, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var call = new Ec2Call(_cloud, _cloud.Find(region)!, accountId, action, parameters);
        await AccountDefaults.EnsureAsync(call, cancellationToken);
        return new XElement(action, await Ec2Actions.All[action](call, cancellationToken));
    }

    /// <summary>A request of the Query protocol has an effect, so its body is always signed.</summary>
    public bool AcceptsUnsignedPayload(string method) => false;

    public async Task HandleAsync(ServerRequest request)
    {
        IReadOnlyDictionary<string, string> parameters = await QueryForm.ReadAsync(request, MaximumBody);
        string action = parameters.GetValueOrDefault("Action", "");
        if (!Ec2Actions.All.TryGetValue(action, out var run))
            throw new ServerException(ServerFailure.UnknownOperation, $"The action '{action}' is not valid for this web service.");
        await request.EnterAsync(action, Resource(parameters));
        var call = new Ec2Call(_cloud, _cloud.Find(request.Region.Name)!, request.AccountId, action, parameters) { WantsEmptyPage = request.WantsEmptyPage };
        try
        {
            await AccountDefaults.EnsureAsync(call, request.Aborted);
            IEnumerable<XElement?> content = await run(call, request.Aborted);
            await XmlResponse.WriteAsync(request.Http, 200, Ec2Xml.Response(action, request.RequestId, content));
        }
        catch (Ec2Refusal refusal)
        {
            throw new ServiceException(new ServiceError(refusal.Status, refusal.Code, refusal.Message), refusal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _cloud.DisposeAsync();
        _lock.Dispose();
    }

    /// <summary>What the request is about, so that fault rules can single it out: the first id that it names.</summary>
    private static string? Resource(IReadOnlyDictionary<string, string> parameters) =>
        parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).FirstOrDefault(value => ResourceKind.OfId(value) is not null);
}
