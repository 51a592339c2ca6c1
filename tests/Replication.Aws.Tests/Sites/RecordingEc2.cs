using System.Reflection;
using Amazon.EC2;

namespace Replication.Aws.Tests.Sites;

/// <summary>Shows every request before it is sent.</summary>
public class RecordingEc2 : DispatchProxy
{
    private IAmazonEC2? _inner;
    private Action<string, object?>? _seen;

    public static IAmazonEC2 Around(IAmazonEC2 inner, Action<string, object?> seen)
    {
        IAmazonEC2 proxy = Create<IAmazonEC2, RecordingEc2>();
        var recording = (RecordingEc2)proxy;
        (recording._inner, recording._seen) = (inner, seen);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (args is { Length: > 0 }) _seen!(targetMethod!.Name, args[0]);
        return targetMethod!.Invoke(_inner, args);
    }
}
