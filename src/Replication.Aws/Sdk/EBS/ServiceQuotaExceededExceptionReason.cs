using Amazon.Runtime;

namespace Amazon.EBS;

/// <summary>Whose quota was exceeded.</summary>
public class ServiceQuotaExceededExceptionReason : ConstantClass
{
    public static readonly ServiceQuotaExceededExceptionReason DEPENDENCY_SERVICE_QUOTA_EXCEEDED = new("DEPENDENCY_SERVICE_QUOTA_EXCEEDED");

    public ServiceQuotaExceededExceptionReason(string value)
        : base(value)
    {
    }

    public static implicit operator ServiceQuotaExceededExceptionReason(string value) => FindValue(value);

    public static ServiceQuotaExceededExceptionReason FindValue(string value) => FindValue<ServiceQuotaExceededExceptionReason>(value);
}
