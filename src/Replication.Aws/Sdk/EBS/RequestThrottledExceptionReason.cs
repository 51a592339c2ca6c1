using Amazon.Runtime;

namespace Amazon.EBS;

/// <summary>Whose rate was exceeded.</summary>
public class RequestThrottledExceptionReason : ConstantClass
{
    public static readonly RequestThrottledExceptionReason ACCOUNT_THROTTLED = new("ACCOUNT_THROTTLED");
    public static readonly RequestThrottledExceptionReason DEPENDENCY_REQUEST_THROTTLED = new("DEPENDENCY_REQUEST_THROTTLED");
    public static readonly RequestThrottledExceptionReason RESOURCE_LEVEL_THROTTLE = new("RESOURCE_LEVEL_THROTTLE");

    public RequestThrottledExceptionReason(string value)
        : base(value)
    {
    }

    public static implicit operator RequestThrottledExceptionReason(string value) => FindValue(value);

    public static RequestThrottledExceptionReason FindValue(string value) => FindValue<RequestThrottledExceptionReason>(value);
}
