using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;
using ScriptGrid.Engine.Http.Api;

namespace ScriptGrid.Tests.Documentation.OpenApi;

/// <summary>What schemas of answers say beside names and types: which members are always there, which may be null, and what they are.</summary>
internal static class ApiSchemas
{
    private static readonly NullabilityInfoContext Nullability = new();

    /// <summary>Completes the schema of a type.</summary>
    public static void Complete(OpenApiSchema schema, JsonTypeInfo type)
    {
        schema.Required = new HashSet<string>();
        schema.Description = XmlDocumentation.Of(type.Type);
        foreach (JsonPropertyInfo property in type.Properties)
        {
            var member = (PropertyInfo)property.AttributeProvider!;
            bool isAlwaysThere = member.GetCustomAttribute<JsonIgnoreAttribute>() is null;
            if (isAlwaysThere)
            {
                schema.Required.Add(property.Name);
            }

            IOpenApiSchema completed = WithNull(schema.Properties![property.Name], isAlwaysThere && property.IsGetNullable);
            completed.Description = XmlDocumentation.Of(member);
            schema.Properties[property.Name] = completed;
            if (completed is OpenApiSchema { Items: OpenApiSchema items } && MayHoldNull(member))
            {
                items.Type |= JsonSchemaType.Null;
            }
        }

        if (type.Type == typeof(ErrorJson))
        {
            Fix(schema.Properties!["status"], "error");
            Fix(schema.Properties["errorType"], "bad_data", "not_found", "unavailable");
        }
        else if (type.Type == typeof(ValueJson))
        {
            var value = (OpenApiSchema)schema.Properties!["value"];
            (value.Type, value.Format, value.AnyOf) = (null, null, [new OpenApiSchema { Type = JsonSchemaType.Number }, Words("NaN", "Infinity", "-Infinity")]);
        }
    }

    /// <summary>Completes the schema of an answer: what is in the envelope has a schema of its own.</summary>
    public static void CompleteEnvelope(OpenApiSchema schema)
    {
        schema.Description = null;
        schema.Required = new HashSet<string> { "status", "data" };
        Fix(schema.Properties!["status"], "success");
        schema.Properties["data"] = WithNull(schema.Properties["data"], mayBeNull: false);
    }

    private static IOpenApiSchema WithNull(IOpenApiSchema schema, bool mayBeNull)
    {
        if (!mayBeNull && schema.OneOf is [{ Type: JsonSchemaType.Null }, { } whole])
        {
            return whole;
        }

        if (schema is OpenApiSchema { Type: { } types } concrete)
        {
            concrete.Type = mayBeNull ? types | JsonSchemaType.Null : types & ~JsonSchemaType.Null;
        }

        return schema;
    }

    private static bool MayHoldNull(PropertyInfo member) =>
        Nullability.Create(member).GenericTypeArguments is [{ ReadState: NullabilityState.Nullable }];

    private static void Fix(IOpenApiSchema schema, params string[] words) => ((OpenApiSchema)schema).Enum = Words(words).Enum;

    private static OpenApiSchema Words(params string[] words) => new() { Type = JsonSchemaType.String, Enum = [.. words.Select(static word => (JsonNode)word)] };
}
