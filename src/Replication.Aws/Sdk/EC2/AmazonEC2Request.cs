using Amazon.Runtime;

namespace Amazon.EC2;

/// <summary>A request of the EC2 Query API.</summary>
public abstract class AmazonEC2Request : AmazonWebServiceRequest
{
    internal abstract string Action { get; }

    /// <summary>Writes every member that is set, under its name on the wire.</summary>
    internal abstract void Write(QueryWriter writer);
}
