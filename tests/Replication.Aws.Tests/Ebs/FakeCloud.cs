using Amazon.EBS;
using Amazon.Runtime;
using Replication.Aws.Snapshots;
using Replication.Aws.Tests.Support;

namespace Replication.Aws.Tests.Ebs;

/// <summary>A fake EBS, the real client on it, and a workspace.</summary>
internal sealed class FakeCloud : IDisposable
{
    private readonly TemporaryDirectory _workspace = new();

    public FakeCloud()
    {
        Service = new FakeEbsService(Time);
        Handler = new FakeEbsHandler(Service);
        Ec2 = new FakeEc2(Service);
        Client = new AmazonEBSClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret-that-must-not-show"),
            new AmazonEBSConfig
            {
                ServiceURL = "https://ebs.example.invalid",
                AuthenticationRegion = "eu-west-1",
                MaxErrorRetry = 0,
                HttpClientFactory = new HandlerFactory(Handler),
            });
    }

    public InstantTime Time { get; } = new();

    public FakeEbsService Service { get; }

    public FakeEbsHandler Handler { get; }

    public FakeEc2 Ec2 { get; }

    public AmazonEBSClient Client { get; }

    public string StateFolder => Path.Combine(_workspace.Path, "ebs");

    public Task<EbsSnapshotStore> OpenStoreAsync(Func<EbsStoreOptions, EbsStoreOptions>? change = null)
    {
        var options = new EbsStoreOptions { AccountId = "123456789012", Region = "eu-west-1", StateFolder = StateFolder };
        return EbsSnapshotStore.OpenAsync(change?.Invoke(options) ?? options, Client, Ec2, Time);
    }

    public void Dispose()
    {
        Client.Dispose();
        _workspace.Dispose();
    }

    private sealed class HandlerFactory(HttpMessageHandler handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
