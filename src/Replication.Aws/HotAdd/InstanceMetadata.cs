namespace Replication.Aws.HotAdd;

/// <summary>
/// The id of the instance that this program runs on, from the instance metadata service, version 2
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html).
/// </summary>
internal sealed class InstanceMetadata(Uri? endpoint = null)
{
    /// <summary>The variable that the SDKs read too.</summary>
    private const string EndpointVariable = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
    private const string DefaultEndpoint = "http://169.254.169.254";

    /// <summary>The service is on the same host: where it does not answer within this, there is none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Uri _endpoint = endpoint ?? new Uri(Environment.GetEnvironmentVariable(EndpointVariable) is { Length: > 0 } set ? set : DefaultEndpoint);

    /// <summary>Null where nothing answers as the service does.</summary>
    public async Task<string?> FindInstanceIdAsync(CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var ask = new HttpRequestMessage(HttpMethod.Put, new Uri(_endpoint, "/latest/api/token"));
            ask.Headers.Add("X-aws-ec2-metadata-token-ttl-seconds", "60");
            using HttpResponseMessage token = await client.SendAsync(ask, cancellationToken);
            if (!token.IsSuccessStatusCode) return null;
            using var get = new HttpRequestMessage(HttpMethod.Get, new Uri(_endpoint, "/latest/meta-data/instance-id"));
            get.Headers.Add("X-aws-ec2-metadata-token", await token.Content.ReadAsStringAsync(cancellationToken));
            using HttpResponseMessage answer = await client.SendAsync(get, cancellationToken);
            string id = (await answer.Content.ReadAsStringAsync(cancellationToken)).Trim();
            return answer.IsSuccessStatusCode && id.StartsWith("i-", StringComparison.Ordinal) ? id : null;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
