using Replication.Agent.S3;
using Replication.Agent.Server.EbsDirect;
using Replication.Agent.Server.Hosting;
using Replication.Agent.Sts;

namespace Replication.Agent.Ec2;

/// <summary>A server with EC2, S3 and STS beside the stores: everything that a drill with clients of AWS needs, on one address.</summary>
public static class CloudServer
{
    /// <param name="directory">Where volumes, instances and objects are kept; made when it is not there.</param>
    /// <param name="options">Of the server; its regions are those of EC2 too.</param>
    /// <param name="ec2">How long things take in EC2.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    public static async Task<StoreServer> StartAsync(
        string directory, ServerOptions options, Ec2Options? ec2 = null, CancellationToken cancellationToken = default)
    {
        Ec2Endpoints instances = await Ec2Endpoints.OpenAsync(
            directory, options.Regions, ec2 ?? new Ec2Options(), options.TimeProvider, options.Faults, cancellationToken);
        return await StartAsync(directory, options, instances, cancellationToken);
    }

    /// <summary>With EC2 opened by the caller, who may look into it; it is disposed of with the server.</summary>
    internal static async Task<StoreServer> StartAsync(
        string directory, ServerOptions options, Ec2Endpoints instances, CancellationToken cancellationToken = default)
    {
        TemporaryKeys keys;
        S3Endpoints objects;
        try
        {
            keys = new TemporaryKeys(options.AccessKeys, options.TimeProvider);
            objects = new S3Endpoints(directory, options.TimeProvider);
            instances.ImportFrom(objects.Files);
        }
        catch
        {
            await instances.DisposeAsync();
            throw;
        }

        return await StoreServer.StartAsync(
            options with { AccessKeys = keys, Endpoints = [.. options.Endpoints, instances, objects, new StsEndpoints(keys)] },
            new EbsOptions { DefaultEncryptionKey = instances.DefaultEncryptionKey },
            cancellationToken);
    }
}
