using Amazon.Runtime;

namespace Amazon.EBS;

/// <summary>What was not found.</summary>
public class ResourceNotFoundExceptionReason : ConstantClass
{
    public static readonly ResourceNotFoundExceptionReason SNAPSHOT_NOT_FOUND = new("SNAPSHOT_NOT_FOUND");
    public static readonly ResourceNotFoundExceptionReason GRANT_NOT_FOUND = new("GRANT_NOT_FOUND");
    public static readonly ResourceNotFoundExceptionReason DEPENDENCY_RESOURCE_NOT_FOUND = new("DEPENDENCY_RESOURCE_NOT_FOUND");
    public static readonly ResourceNotFoundExceptionReason IMAGE_NOT_FOUND = new("IMAGE_NOT_FOUND");

    public ResourceNotFoundExceptionReason(string value)
        : base(value)
    {
    }

    public static implicit operator ResourceNotFoundExceptionReason(string value) => FindValue(value);

    public static ResourceNotFoundExceptionReason FindValue(string value) => FindValue<ResourceNotFoundExceptionReason>(value);
}
