"""How every form is drawn. Set as FORM_RENDERER."""

from django.forms.renderers import DjangoTemplates


class HouseRenderer(DjangoTemplates):
    """Django's own renderer with the house's templates for a form, a set of forms and a field."""

    form_template_name = "web/form/form.html"
    formset_template_name = "web/form/formset.html"
    field_template_name = "web/form/field.html"
