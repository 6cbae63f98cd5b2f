using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace StandIns.ApiTests;

/// <summary>Lists the public and protected members of an assembly as the API lists do: documentation id and C# signature.</summary>
internal static partial class ApiLister
{
    private const SymbolDisplayParameterOptions Parameters = SymbolDisplayParameterOptions.IncludeModifiers | SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName;

    private static readonly SymbolDisplayFormat Member = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted,
        SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        SymbolDisplayGenericsOptions.IncludeTypeParameters,
        SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeAccessibility
            | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        SymbolDisplayDelegateStyle.NameAndSignature,
        SymbolDisplayExtensionMethodStyle.StaticMethod,
        Parameters,
        SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        SymbolDisplayLocalOptions.None,
        SymbolDisplayKindOptions.IncludeMemberKeyword,
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers
            | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat MemberBeforeParameters = Member.RemoveMemberOptions(SymbolDisplayMemberOptions.IncludeParameters);
    private static readonly SymbolDisplayFormat TypeUse = Member.WithMemberOptions(SymbolDisplayMemberOptions.None).WithKindOptions(SymbolDisplayKindOptions.None);
    private static readonly SymbolDisplayFormat TypeName = TypeUse.AddGenericsOptions(SymbolDisplayGenericsOptions.IncludeVariance);
    private static readonly SymbolDisplayFormat DelegateName = TypeName.WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType);

    /// <summary>The lines of an assembly, by id.</summary>
    internal static SortedDictionary<string, string> List(IAssemblySymbol assembly)
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var namespaces = new Stack<INamespaceSymbol>([assembly.GlobalNamespace]);
        while (namespaces.TryPop(out var space))
        {
            foreach (var inner in space.GetNamespaceMembers())
            {
                namespaces.Push(inner);
            }
            foreach (var type in space.GetTypeMembers())
            {
                Add(type, lines);
            }
        }
        return lines;
    }

    internal static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static void Add(INamedTypeSymbol type, SortedDictionary<string, string> lines)
    {
        if (!IsVisible(type))
        {
            return;
        }
        lines[type.GetDocumentationCommentId()!] = Normalize(Signature(type));
        foreach (var member in type.GetMembers())
        {
            if (member is INamedTypeSymbol nested)
            {
                Add(nested, lines);
            }
            else if (IsVisible(member) && IsListed(type, member))
            {
                lines[member.GetDocumentationCommentId()!] = Normalize(Signature(member));
            }
        }
    }

    private static bool IsListed(INamedTypeSymbol type, ISymbol member) => type.TypeKind switch
    {
        TypeKind.Delegate => false,
        TypeKind.Enum => member is IFieldSymbol,
        _ => member is not IMethodSymbol method || (method.AssociatedSymbol is null && !(method.IsImplicitlyDeclared && type.IsValueType)),
    };

    private static string Signature(ISymbol member) => member switch
    {
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } field => $"{Escape(field.Name)} = {field.ConstantValue}",
        IFieldSymbol { IsConst: true } field => $"{field.ToDisplayString(Member).Split(" = ")[0]} = {Constant(field.Type, field.ConstantValue)}",
        IFieldSymbol => member.ToDisplayString(Member),
        IMethodSymbol { MethodKind: MethodKind.Destructor } method => $"~{method.ContainingType.Name}()",
        IMethodSymbol method => method.ToDisplayString(MemberBeforeParameters)
            + $"({string.Join(", ", method.Parameters.Select(Parameter))})" + Constraints(method, MemberBeforeParameters),
        _ => member.ToDisplayString(Member),
    };

    private static string Parameter(IParameterSymbol parameter) =>
        (parameter.ContainingSymbol is IMethodSymbol { IsExtensionMethod: true } && parameter.Ordinal == 0 ? "this " : "") + parameter.ToDisplayString(Member)
            + (parameter.HasExplicitDefaultValue ? " = " + Constant(parameter.Type, parameter.ExplicitDefaultValue) : "");

    private static string Constant(ITypeSymbol type, object? value)
    {
        bool isNullable = type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };
        if (value is null)
        {
            return type.IsReferenceType || isNullable ? "null" : "default";
        }
        type = isNullable ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
        if (type.TypeKind == TypeKind.Enum)
        {
            var named = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => Equals(field.ConstantValue, value));
            return named is null ? $"({type.ToDisplayString(TypeUse)}){value}" : $"{type.ToDisplayString(TypeUse)}.{Escape(named.Name)}";
        }
        return value switch
        {
            float.PositiveInfinity => "float.PositiveInfinity",
            float.NegativeInfinity => "float.NegativeInfinity",
            float.NaN => "float.NaN",
            double.PositiveInfinity => "double.PositiveInfinity",
            double.NegativeInfinity => "double.NegativeInfinity",
            double.NaN => "double.NaN",
            float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false)!,
        };
    }

    private static string Constraints(ISymbol symbol, SymbolDisplayFormat format) =>
        symbol.ToDisplayString(format.AddGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeConstraints))[symbol.ToDisplayString(format).Length..];

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static string Signature(INamedTypeSymbol type)
    {
        string access = type.DeclaredAccessibility switch
        {
            Accessibility.Public => "public ",
            Accessibility.Protected => "protected ",
            _ => "protected internal ",
        };
        if (type.TypeKind == TypeKind.Delegate)
        {
            return access + "delegate " + type.ToDisplayString(DelegateName);
        }
        string name = type.ToDisplayString(TypeName);
        string constraints = Constraints(type, TypeUse);
        string modifiers = type.TypeKind switch
        {
            TypeKind.Class when type.IsStatic => "static class ",
            TypeKind.Class when type.IsAbstract => "abstract class ",
            TypeKind.Class when type.IsSealed => "sealed class ",
            TypeKind.Class => "class ",
            TypeKind.Struct => (type.IsReadOnly ? "readonly " : "") + (type.IsRefLikeType ? "ref " : "") + "struct ",
            TypeKind.Interface => "interface ",
            _ => "enum ",
        };
        string bases = string.Join(", ", Bases(type));
        return access + modifiers + name + (bases.Length > 0 ? " : " + bases : "") + constraints;
    }

    /// <summary>The base class or underlying type, then the public interfaces that no other listed one implies, sorted.</summary>
    private static IEnumerable<string> Bases(INamedTypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Enum)
        {
            return type.EnumUnderlyingType!.SpecialType == SpecialType.System_Int32 ? [] : [type.EnumUnderlyingType.ToDisplayString(TypeUse)];
        }
        var interfaces = type.Interfaces.Where(IsPublic).ToList();
        var direct = interfaces.Where(one => !interfaces.Any(other => other.AllInterfaces.Contains(one, SymbolEqualityComparer.Default)))
            .Select(one => one.ToDisplayString(TypeUse)).Order(StringComparer.Ordinal);
        return type.BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) } parent ? direct.Prepend(parent.ToDisplayString(TypeUse)) : direct;
    }

    private static bool IsPublic(INamedTypeSymbol type) => IsVisible(type) && (type.ContainingType is null || IsPublic(type.ContainingType));

    // Where the lists write otherwise than Roslyn: no hidden accessors, no readonly members, "sealed override", native integers by their names.
    private static string Normalize(string signature)
    {
        signature = HiddenAccessor().Replace(signature, "").Replace(" override sealed ", " sealed override ");
        signature = signature.EndsWith('}') || signature.EndsWith(')') ? ReadOnlyMember().Replace(signature, "") : signature;
        return NativeInteger().Replace(signature, match => match.Value == "nint" ? "System.IntPtr" : "System.UIntPtr");
    }

    [GeneratedRegex(@" (private protected|private|internal) (get|set|init);")]
    private static partial Regex HiddenAccessor();

    [GeneratedRegex(@"(?<=^public )readonly |(?<=[{;] )readonly (?=[gs]et;)")]
    private static partial Regex ReadOnlyMember();

    [GeneratedRegex(@"(?<![\w@.])nu?int(?!\w)")]
    private static partial Regex NativeInteger();
}
