using Amazon.Runtime;

namespace Amazon.EBS;

/// <summary>Why a request is not valid.</summary>
public class ValidationExceptionReason : ConstantClass
{
    public static readonly ValidationExceptionReason INVALID_CUSTOMER_KEY = new("INVALID_CUSTOMER_KEY");
    public static readonly ValidationExceptionReason INVALID_PAGE_TOKEN = new("INVALID_PAGE_TOKEN");
    public static readonly ValidationExceptionReason INVALID_BLOCK_TOKEN = new("INVALID_BLOCK_TOKEN");
    public static readonly ValidationExceptionReason INVALID_GRANT_TOKEN = new("INVALID_GRANT_TOKEN");
    public static readonly ValidationExceptionReason INVALID_SNAPSHOT_ID = new("INVALID_SNAPSHOT_ID");
    public static readonly ValidationExceptionReason UNRELATED_SNAPSHOTS = new("UNRELATED_SNAPSHOTS");
    public static readonly ValidationExceptionReason INVALID_BLOCK = new("INVALID_BLOCK");
    public static readonly ValidationExceptionReason INVALID_CONTENT_ENCODING = new("INVALID_CONTENT_ENCODING");
    public static readonly ValidationExceptionReason INVALID_TAG = new("INVALID_TAG");
    public static readonly ValidationExceptionReason INVALID_DEPENDENCY_REQUEST = new("INVALID_DEPENDENCY_REQUEST");
    public static readonly ValidationExceptionReason INVALID_PARAMETER_VALUE = new("INVALID_PARAMETER_VALUE");
    public static readonly ValidationExceptionReason INVALID_VOLUME_SIZE = new("INVALID_VOLUME_SIZE");
    public static readonly ValidationExceptionReason CONFLICTING_BLOCK_UPDATE = new("CONFLICTING_BLOCK_UPDATE");
    public static readonly ValidationExceptionReason INVALID_IMAGE_ID = new("INVALID_IMAGE_ID");
    public static readonly ValidationExceptionReason WRITE_REQUEST_TIMEOUT = new("WRITE_REQUEST_TIMEOUT");

    public ValidationExceptionReason(string value)
        : base(value)
    {
    }

    public static implicit operator ValidationExceptionReason(string value) => FindValue(value);

    public static ValidationExceptionReason FindValue(string value) => FindValue<ValidationExceptionReason>(value);
}
