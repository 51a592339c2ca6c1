using Amazon.Runtime.Internal;

namespace Replication.Aws.Sdk.Runtime;

internal sealed class AwsServiceMetadata(string serviceId) : IServiceMetadata
{
    public string ServiceId => serviceId;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
}
