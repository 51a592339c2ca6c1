#!/usr/bin/env python3
"""Writes the EC2 shapes, constants, paginators and operations that selection.toml names.

The query protocol of EC2 is regular: a request is a flat list of parameters, an answer is a tree of elements, and the
service model names every member of both. Writing two hundred classes by hand would add nothing but mistakes, so they
are written from the model that botocore carries.

    python3 generate.py           writes the files
    python3 generate.py --check   writes nothing; names what differs and ends with 1
"""
import fnmatch
import gzip
import json
import pathlib
import sys
import tomllib

import botocore

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
FOLDERS = ["Model", "Constants", "Paginators", "Operations"]
SIMPLE = {"string": "string", "blob": "string", "boolean": "bool", "integer": "int", "long": "long", "double": "double",
          "float": "float", "timestamp": "DateTime"}
READERS = {"string": "Text", "bool": "Boolean", "int": "Integer", "long": "Long", "double": "Double", "float": "Double",
           "DateTime": "Time"}
HEADER = "// Written by Generator/generate.py; a change belongs in Generator/selection.toml.\n"


def load(name):
    folder = pathlib.Path(botocore.__path__[0]) / "data/ec2/2016-11-15"
    packed = folder / (name + ".gz")
    return json.loads(gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / name).read_bytes())


def upper(text):
    return text[:1].upper() + text[1:]


class Member:
    """One property: its C# type, and how it is called in a request and in an answer."""

    def __init__(self, generator, owner, name, spec):
        selection, shapes = generator.selection, generator.shapes
        shape = shapes[spec["shape"]]
        location = spec.get("locationName", name)
        self.name = selection["renamed"].get(f"{owner}.{name}", name)
        self.query = spec.get("queryName") or upper(location)
        self.element = location
        self.token = spec.get("idempotencyToken", False)
        self.value_element = None
        flattened = selection["flattened"].get(spec["shape"])
        if flattened:
            inner = shape["members"][flattened]
            shape = shapes[inner["shape"]]
            self.query += "." + upper(inner.get("locationName", flattened))
            self.value_element = inner.get("locationName", flattened)
        self.kind, self.item = self.classify(generator, spec["shape"] if not flattened else None, shape)

    def classify(self, generator, shape_name, shape):
        if shape["type"] == "list":
            inner = generator.shapes[shape["member"]["shape"]]
            kind, item = self.classify(generator, shape["member"]["shape"], inner)
            # The official package keeps lists of constants as lists of strings.
            return "list", ("simple", "string") if kind == "constant" else (kind, item)
        if shape["type"] == "structure":
            return "structure", shape_name
        if "enum" in shape:
            return "constant", shape_name
        return "simple", SIMPLE[shape["type"]]

    @property
    def type(self):
        return f"List<{self.item[1]}>" if self.kind == "list" else self.item

    def write(self):
        if self.token:
            return f'writer.Add("{self.query}", {self.name} ?? Guid.NewGuid().ToString());'
        return f'writer.Add("{self.query}", {self.name});'

    def read(self, xml="xml"):
        if self.value_element:
            xml = f'{xml}.Child("{self.element}")'
            element = self.value_element
        else:
            element = self.element
        if self.kind == "list":
            kind, item = self.item
            reader = f"{item}.Read" if kind == "structure" else f"ResponseElement.As{READERS[item]}"
            return f'{xml}.List("{element}", {reader})'
        if self.kind == "structure":
            return f'{xml}.Structure("{element}", {self.item}.Read)'
        if self.kind == "constant":
            return f'{xml}.Constant("{element}", {self.item}.FindValue)'
        return f'{xml}.{READERS[self.item]}("{element}")'


class Generator:
    def __init__(self):
        self.selection = tomllib.loads((HERE / "selection.toml").read_text())
        model = load("service-2.json")
        self.shapes, self.operations = model["shapes"], model["operations"]
        self.pagination = load("paginators-1.json")["pagination"]
        self.written, self.read, self.constants = set(), set(), set()
        self.files = {}

    def left_out(self, name):
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in self.selection["left_out"])

    def innermost(self, name):
        shape = self.shapes[name]
        return self.innermost(shape["member"]["shape"]) if shape["type"] == "list" else name

    def members(self, owner, shape):
        return [Member(self, owner, name, spec) for name, spec in shape.get("members", {}).items()
                if not self.left_out(spec["shape"]) and not self.left_out(self.innermost(spec["shape"]))
                and f"{owner}.{name}" not in self.selection["left_out_members"]]

    def reach(self, members, into):
        for member in members:
            kind, item = member.item if member.kind == "list" else (member.kind, member.item)
            if member.kind == "constant":
                self.constants.add(item)
            if kind == "structure" and item not in into:
                into.add(item)
                self.reach(self.members(item, self.shapes[item]), into)

    def properties(self, owner, members):
        clash = [m.name for m in members if m.name == owner]
        if clash:
            raise SystemExit(f"{owner} has a property of its own name; name it in [renamed].")
        return "\n\n".join(f"    public {m.type}? {m.name} {{ get; set; }}" for m in members)

    def readers(self, members):
        return "".join(f"        {m.name} = {m.read()},\n" for m in members)

    def emit(self, folder, name, usings, namespace, summary, declaration, parts):
        body = "\n\n".join(part.rstrip("\n") for part in parts if part)
        using = "".join(f"using {u};\n" for u in usings)
        text = (f"{using}\n" if using else "") + f"namespace {namespace};\n\n{HEADER}" + f"/// <summary>{summary}</summary>\n{declaration}"
        text += f"\n{{\n{body}\n}}\n" if body else ";\n"
        self.files[f"{folder}/{name}.cs"] = text

    @staticmethod
    def link(name):
        return f'<see href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_{name}.html">{name}</see>'

    def request(self, operation):
        name = operation + "Request"
        spec = self.operations[operation].get("input")
        members = self.members(name, self.shapes[spec["shape"]]) if spec else []
        self.reach(members, self.written)
        lines = "".join(f"        {m.write()}\n" for m in members)
        self.emit("Model", name, [], "Amazon.EC2.Model", f"Request of {self.link(operation)}.", f"public class {name} : AmazonEC2Request", [
            self.properties(name, members),
            f'    internal override string Action => "{operation}";',
            f"    internal override void Write(QueryWriter writer)\n    {{\n{lines}    }}"])

    def response(self, operation):
        name = operation + "Response"
        spec = self.operations[operation].get("output")
        wrapped = self.selection["wrapped"].get(operation)
        if wrapped:
            shape = spec["shape"]
            if shape not in self.read:
                self.read.add(shape)
                self.reach(self.members(shape, self.shapes[shape]), self.read)
            parts = [f"    public {shape}? {wrapped} {{ get; set; }}",
                     f"    internal static {name} Read(ResponseElement xml) => new() {{ {wrapped} = {shape}.Read(xml) }};"]
        elif spec:
            members = self.members(name, self.shapes[spec["shape"]])
            self.reach(members, self.read)
            parts = [self.properties(name, members),
                     f"    internal static {name} Read(ResponseElement xml) => new()\n    {{\n{self.readers(members)}    }};"]
        else:
            parts = [f"    internal static {name} Read(ResponseElement xml) => new();"]
        self.emit("Model", name, ["Amazon.Runtime"], "Amazon.EC2.Model", f"Answer of {self.link(operation)}.",
                  f"public class {name} : AmazonWebServiceResponse", parts)

    def structure(self, name):
        members = self.members(name, self.shapes[name])
        declaration = f"public class {name}" + (" : IQueryStructure" if name in self.written else "")
        parts = [self.properties(name, members)]
        if name in self.written:
            lines = "".join(f"        {m.write()}\n" for m in members)
            parts.append(f"    void IQueryStructure.Write(QueryWriter writer)\n    {{\n{lines}    }}")
        if name in self.read:
            parts.append(f"    internal static {name} Read(ResponseElement xml) => new()\n    {{\n{self.readers(members)}    }};")
        self.emit("Model", name, [], "Amazon.EC2.Model", f"{self.link(name)} of the EC2 API.", declaration, parts)

    def constant(self, name):
        values = self.selection["constants"].get(name, self.shapes[name]["enum"])
        unknown = set(values) - set(self.shapes[name]["enum"])
        if unknown:
            raise SystemExit(f"{name} has no value {sorted(unknown)}.")

        def field(value):
            for separator in "-./: ":
                value = "".join(upper(part) for part in value.split(separator))
            return value
        fields = "\n\n".join(f'    public static readonly {name} {field(v)} = new("{v}");' for v in values)
        self.emit("Constants", name, ["Amazon.Runtime"], "Amazon.EC2", f"Values of {name}; the service may answer with others.",
                  f"public class {name} : ConstantClass", [
                      fields,
                      f"    public {name}(string value)\n        : base(value)\n    {{\n    }}",
                      f"    public static {name} FindValue(string value) => FindValue<{name}>(value);",
                      f"    public static implicit operator {name}(string value) => FindValue(value);"])

    def paginators(self, operations):
        factory, implementation = [], []
        for operation in operations:
            key = self.pagination[operation]["result_key"]
            response = self.shapes[self.operations[operation]["output"]["shape"]]
            item = self.innermost(response["members"][key]["shape"])
            base = f"IPaginator<{operation}Response>"
            self.emit("Paginators", f"I{operation}Paginator", ["Amazon.Runtime"], "Amazon.EC2.Model", f"Pages of {self.link(operation)}.",
                      f"public interface I{operation}Paginator", [
                          f"    IPaginatedEnumerable<{operation}Response> Responses {{ get; }}",
                          f"    IPaginatedEnumerable<{item}> {key} {{ get; }}"])
            self.emit("Paginators", f"{operation}Paginator", ["Amazon.Runtime"], "Amazon.EC2.Model",
                      f"Walks the pages of {self.link(operation)}.",
                      f"internal sealed class {operation}Paginator(IAmazonEC2 client, {operation}Request request) : I{operation}Paginator, {base}", [
                          f"    private readonly string? _firstToken = request.NextToken;",
                          f"    public IPaginatedEnumerable<{operation}Response> Responses => new PaginatedResponse<{operation}Response>(this);",
                          f"    public IPaginatedEnumerable<{item}> {key} =>\n        new PaginatedResultKeyResponse<{operation}Response, {item}>(this, page => page.{key} ?? []);",
                          f"    IAsyncEnumerable<{operation}Response> {base}.PaginateAsync(CancellationToken cancellationToken) => Pages.WalkAsync(\n"
                          f"        _firstToken,\n        (token, stop) =>\n        {{\n            request.NextToken = token;\n"
                          f"            return client.{operation}Async(request, stop);\n        }},\n        page => page.NextToken,\n        cancellationToken);"])
            signature = f"I{operation}Paginator {operation}({operation}Request request)"
            factory.append(f"    {signature};")
            implementation.append(f"    public {signature} => new {operation}Paginator(client, request);")
        self.emit("Paginators", "IEC2PaginatorFactory", [], "Amazon.EC2.Model", "Paginators of the operations that answer in pages.",
                  "public interface IEC2PaginatorFactory", factory)
        self.emit("Paginators", "EC2PaginatorFactory", [], "Amazon.EC2.Model", "Paginators bound to one client.",
                  "internal sealed class EC2PaginatorFactory(IAmazonEC2 client) : IEC2PaginatorFactory", implementation)

    def client(self, operations):
        interface, methods = [], []
        for operation in operations:
            bare = f"Task<{operation}Response> {operation}Async(CancellationToken cancellationToken = default)"
            full = f"Task<{operation}Response> {operation}Async({operation}Request request, CancellationToken cancellationToken = default)"
            if operation in self.selection["without_request"]:
                interface.append(f"    {bare};")
                methods.append(f"    public virtual {bare} =>\n        {operation}Async(new {operation}Request(), cancellationToken);")
            interface.append(f"    {full};")
            methods.append(f"    public virtual {full} =>\n        InvokeAsync(request, {operation}Response.Read, cancellationToken);")
        usings = ["Amazon.EC2.Model"]
        self.emit("Operations", "IAmazonEC2", usings + ["Amazon.Runtime"], "Amazon.EC2", "The EC2 operations of API version 2016-11-15.",
                  "public interface IAmazonEC2 : IAmazonService, IDisposable",
                  ["    IEC2PaginatorFactory Paginators { get; }"] + interface + [
                      "    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonEC2Config();",
                      "    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>\n"
                      "        new AmazonEC2Client(awsCredentials, (AmazonEC2Config)clientConfig);"])
        self.emit("Operations", "AmazonEC2Client.Operations", usings, "Amazon.EC2", "The operations; the other part has the wire.",
                  "public partial class AmazonEC2Client", methods)

    def run(self):
        operations = sorted(self.selection["operations"])
        for operation in operations:
            self.request(operation)
            self.response(operation)
        for name in sorted(self.written | self.read):
            self.structure(name)
        for name in sorted(self.constants):
            self.constant(name)
        self.paginators([o for o in operations if o in self.pagination and "result_key" in self.pagination[o]
                         and "output_token" in self.pagination[o] and isinstance(self.pagination[o]["result_key"], str)])
        self.client(operations)
        return self.files


def main():
    files = Generator().run()
    present = {str(p.relative_to(ROOT)): p for folder in FOLDERS for p in (ROOT / folder).glob("*.cs")}
    stale = [name for name, path in present.items() if name not in files]
    differing = [name for name, text in files.items() if name not in present or present[name].read_text() != text]
    if "--check" in sys.argv:
        for name in sorted(stale + differing):
            print(name)
        return 1 if stale or differing else 0
    for name in stale:
        present[name].unlink()
    for name in differing:
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[name])
    print(f"{len(files)} files, {len(differing)} written, {len(stale)} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
