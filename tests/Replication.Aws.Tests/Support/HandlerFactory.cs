using Amazon.Runtime;

namespace Replication.Aws.Tests.Support;

/// <summary>Lets a client of the SDK speak to a handler instead of the network.</summary>
internal sealed class HandlerFactory(HttpMessageHandler handler) : HttpClientFactory
{
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

    // A client of the SDK's cache would be another test's.
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
}
