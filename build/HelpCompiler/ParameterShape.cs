using System.Reflection;

namespace Replication.HelpCompiler;

/// <summary>A parameter as its attributes declare it, read without running them: the reference assembly has no code.</summary>
internal sealed class ParameterShape
{
    public const string AllSets = "__AllParameterSets";

    private readonly PropertyInfo _property;
    private readonly IReadOnlyList<CustomAttributeData> _declarations;

    public ParameterShape(PropertyInfo property)
    {
        _property = property;
        _declarations = [.. property.GetCustomAttributesData().Where(data => data.AttributeType.Name == "ParameterAttribute")];
    }

    public static bool IsParameter(PropertyInfo property) => property.GetCustomAttributesData().Any(data => data.AttributeType.Name == "ParameterAttribute");

    public string Name => _property.Name;

    public bool IsSwitch => _property.PropertyType.Name == "SwitchParameter";

    public IEnumerable<string> Sets => _declarations.Select(declaration => Value(declaration, "ParameterSetName", AllSets)).Distinct();

    public IReadOnlyList<string> Aliases => [.. _property.GetCustomAttributesData()
        .Where(data => data.AttributeType.Name == "AliasAttribute")
        .SelectMany(data => (IReadOnlyCollection<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)
        .Select(argument => (string)argument.Value!)];

    public IReadOnlyList<string> Values => Element.IsEnum ? Enum.GetNames(Element) : [.. _property.GetCustomAttributesData()
        .Where(data => data.AttributeType.Name == "ValidateSetAttribute")
        .SelectMany(data => (IReadOnlyCollection<CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)
        .Select(argument => (string)argument.Value!)];

    public bool SupportsWildcards => _property.GetCustomAttributesData().Any(data => data.AttributeType.Name == "SupportsWildcardsAttribute");

    public string TypeName => (Element == typeof(string) ? "string" : Element == typeof(int) ? "int" : Element == typeof(bool) ? "bool" : Element.Name)
        + (_property.PropertyType.IsArray ? "[]" : "");

    private Type Element
    {
        get
        {
            Type type = _property.PropertyType.IsArray ? _property.PropertyType.GetElementType()! : _property.PropertyType;
            return Nullable.GetUnderlyingType(type) ?? type;
        }
    }

    public bool IsIn(string set) => Sets.Contains(set) || Sets.Contains(AllSets);

    public bool IsMandatory(string set) => Value(Declaration(set), "Mandatory", false);

    public int? Position(string set) => Value(Declaration(set), "Position", int.MinValue) is var position && position == int.MinValue ? null : position;

    public string PipelineInput(string set) =>
        (Value(Declaration(set), "ValueFromPipeline", false), Value(Declaration(set), "ValueFromPipelineByPropertyName", false)) switch
        {
            (true, true) => "true (ByValue, ByPropertyName)",
            (true, false) => "true (ByValue)",
            (false, true) => "true (ByPropertyName)",
            _ => "false",
        };

    private CustomAttributeData Declaration(string set) =>
        _declarations.FirstOrDefault(declaration => Value(declaration, "ParameterSetName", AllSets) == set) ?? _declarations[0];

    private static T Value<T>(CustomAttributeData declaration, string name, T otherwise) =>
        declaration.NamedArguments.Where(argument => argument.MemberName == name).Select(argument => (T)argument.TypedValue.Value!).FirstOrDefault(otherwise);
}
