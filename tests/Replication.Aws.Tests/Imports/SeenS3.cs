using System.Reflection;
using Amazon.S3;

namespace Replication.Aws.Tests.Imports;

/// <summary>Shows every request to S3 before it is sent; what it throws is the answer.</summary>
public class SeenS3 : DispatchProxy
{
    private IAmazonS3? _inner;
    private Action<object>? _seen;

    public static IAmazonS3 Around(IAmazonS3 inner, Action<object> seen)
    {
        IAmazonS3 proxy = Create<IAmazonS3, SeenS3>();
        var watching = (SeenS3)proxy;
        (watching._inner, watching._seen) = (inner, seen);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (args is [{ } request, ..]) _seen!(request);
        return targetMethod!.Invoke(_inner, args);
    }
}
