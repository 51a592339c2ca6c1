using Amazon.EC2;
using Microsoft.Extensions.Logging;
using Replication.Aws.Ec2.Waiting;
using Replication.Core.Snapshots;

namespace Replication.Aws.Sites;

/// <summary>What the parts of a site share.</summary>
internal sealed class SiteParts
{
    public SiteParts(string siteName, AwsSiteSettings settings, IAwsServices services, TimeProvider time, ILogger log)
    {
        SiteName = siteName;
        Settings = settings;
        Services = services;
        Time = time;
        Log = log;
        Waiter = new ResourceWaiter(time);
        Wait = new Ec2Waiters(services.Ec2, Waiter);
        Lookup = new Ec2Lookup(services.Ec2);
        Types = new InstanceTypeCatalog(services.Ec2);
    }

    public string SiteName { get; }

    public AwsSiteSettings Settings { get; }

    public IAwsServices Services { get; }

    public IAmazonEC2 Ec2 => Services.Ec2;

    public TimeProvider Time { get; }

    public ILogger Log { get; }

    public ResourceWaiter Waiter { get; }

    public Ec2Waiters Wait { get; }

    public Ec2Lookup Lookup { get; }

    public InstanceTypeCatalog Types { get; }

    public Task<ISnapshotStore> StoreAsync(CancellationToken cancellationToken) => Services.OpenStoreAsync(cancellationToken);
}
