using Amazon.Runtime;

namespace Amazon.EBS;

/// <summary>What denied the access.</summary>
public class AccessDeniedExceptionReason : ConstantClass
{
    public static readonly AccessDeniedExceptionReason UNAUTHORIZED_ACCOUNT = new("UNAUTHORIZED_ACCOUNT");
    public static readonly AccessDeniedExceptionReason DEPENDENCY_ACCESS_DENIED = new("DEPENDENCY_ACCESS_DENIED");

    public AccessDeniedExceptionReason(string value)
        : base(value)
    {
    }

    public static implicit operator AccessDeniedExceptionReason(string value) => FindValue(value);

    public static AccessDeniedExceptionReason FindValue(string value) => FindValue<AccessDeniedExceptionReason>(value);
}
