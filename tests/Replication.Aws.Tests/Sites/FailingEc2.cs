using System.Net;
using System.Reflection;
using Amazon.EC2;
using Amazon.Runtime;

namespace Replication.Aws.Tests.Sites;

/// <summary>Refuses one operation with an error of EC2 and passes everything else on.</summary>
public class FailingEc2 : DispatchProxy
{
    private IAmazonEC2? _inner;
    private string? _operation;
    private string? _code;

    public static IAmazonEC2 Around(IAmazonEC2 inner, string operation, string code)
    {
        IAmazonEC2 proxy = Create<IAmazonEC2, FailingEc2>();
        var failing = (FailingEc2)proxy;
        (failing._inner, failing._operation, failing._code) = (inner, operation, code);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == _operation
        ? throw new AmazonEC2Exception("Not for you.", null, ErrorType.Sender, _code!, "r-1", HttpStatusCode.BadRequest)
        : targetMethod.Invoke(_inner, args);
}
